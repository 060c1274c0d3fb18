/* SPDX-License-Identifier: MIT */
#ifndef SLACORE_SLACORE_H
#define SLACORE_SLACORE_H

/** @file All of libslacore's public interface. Start with ticket.h, or calendar.h for arithmetic. */

#include <slacore/base.h>
#include <slacore/calendar.h>
#include <slacore/policy.h>
#include <slacore/ticket.h>

#endif
