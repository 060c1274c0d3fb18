/* SPDX-License-Identifier: MIT */
#ifndef SLA_POLICY_YAML_ADVICE_H
#define SLA_POLICY_YAML_ADVICE_H

struct sla__yaml_advice {
    int at_context; /* the slip is where libyaml's context began */
    int note;       /* say where that is */
    const char *message;
};

/* For libyaml's problem and its context, each of which may be NULL. NULL: nothing better is known.
 */
const struct sla__yaml_advice *sla__yaml_advise(const char *problem, const char *context);

#endif
