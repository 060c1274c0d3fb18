/* SPDX-License-Identifier: MIT */
/*
 * The only file that includes libical, and the only calls into it: one content line in, its
 * parameters and its unescaped text out. Zones, times, spans and rules of libical are never asked:
 * it opens files by TZID, guesses UTC for unknown zones, accepts dates that do not exist and
 * searches without end. So it does not even see a time of the file; ics_values.c reads those.
 *
 * libical keeps its state in globals: one mutex serialises our calls. A host that uses libical
 * itself on other threads shares that state with us.
 */
#include <libical/ical.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "calendar/ics.h"

static pthread_mutex_t libical = PTHREAD_MUTEX_INITIALIZER;

static enum sla__ics_form form_of(icalproperty *property)
{
    icalparameter *value = icalproperty_get_first_parameter(property, ICAL_VALUE_PARAMETER);

    if (value == NULL)
        return SLA__ICS_ANY;
    switch (icalparameter_get_value(value)) {
    case ICAL_VALUE_DATE:
        return SLA__ICS_DATE;
    case ICAL_VALUE_DATETIME:
        return SLA__ICS_DATE_TIME;
    case ICAL_VALUE_PERIOD:
        return SLA__ICS_PERIOD;
    default:
        return SLA__ICS_OTHER;
    }
}

static sla_result copy(const char *from, char **to)
{
    if (from == NULL)
        return SLA_OK;
    *to = sla__strndup(from, strlen(from));
    return *to != NULL ? SLA_OK : SLA_NO_MEMORY;
}

static sla_result ask(const char *line, struct sla__ics_property *out)
{
    icalproperty *property = icalproperty_new_from_string(line);
    icalparameter *zone;
    icalvalue *value;
    sla_result rc = SLA_OK;

    if (property == NULL)
        return SLA_BAD_INPUT;
    out->form = form_of(property);
    out->has_range = icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) != NULL;
    zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (zone != NULL)
        rc = copy(icalparameter_get_tzid(zone), &out->zone);
    value = icalproperty_get_value(property);
    if (rc == SLA_OK && value != NULL && icalvalue_isa(value) == ICAL_TEXT_VALUE)
        rc = copy(icalvalue_get_text(value), &out->text);
    icalproperty_free(property);
    return rc;
}

/* What libical is shown of a line whose value is a list of times: another value of the same form.
 */
static void show_times(const struct sla__ics_line *line, struct sla__text *out)
{
    const char *value = line->text + line->value;
    size_t len = strcspn(value, ",");

    sla__text_put(out, line->text, line->value);
    sla__text_puts(out, len == 8 ? "20000101" : "20000101T000000");
    if (memchr(value, '/', len) != NULL)
        sla__text_puts(out, "/PT1H");
}

sla_result sla__ics_property_read(const struct sla__ics_line *line, int times,
                                  struct sla__ics_property *out)
{
    struct sla__text shown = {0};
    sla_result rc = SLA_NO_MEMORY;

    *out = (struct sla__ics_property){0};
    if (times)
        show_times(line, &shown);
    else
        sla__text_put(&shown, line->text, line->len);
    if (!shown.failed) {
        pthread_mutex_lock(&libical);
        rc = icalerror_get_errors_are_fatal() ? SLA_REFUSED : ask(shown.at, out);
        pthread_mutex_unlock(&libical);
    }
    sla__text_clear(&shown);
    if (rc != SLA_OK)
        sla__ics_property_clear(out);
    return rc;
}

void sla__ics_property_clear(struct sla__ics_property *p)
{
    sla__free(p->zone);
    sla__free(p->text);
    *p = (struct sla__ics_property){0};
}
