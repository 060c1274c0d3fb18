/* SPDX-License-Identifier: MIT */
/*
 * The list of what closes a desk, and the lists that are compiled into the library (made by
 * holidays/embed.awk). Reading `.ics` into such a list is ics_expand.c's work.
 */
#include "calendar/holidays.h"

#include <string.h>
#include "base/alloc.h"

sla_result sla__holidays_add_date(struct sla__holidays *h, int32_t days, const char *name,
                                  size_t len)
{
    struct sla__closed_date *at = sla__grow(h->dates, h->date_count, &h->date_room, sizeof *at);
    int32_t number;
    sla_result rc;

    if (at == NULL)
        return SLA_NO_MEMORY;
    h->dates = at;
    rc = sla__names_add(&h->names, name, len, &number);
    if (rc == SLA_OK)
        h->dates[h->date_count++] = (struct sla__closed_date){days, number};
    return rc;
}

sla_result sla__holidays_add_year(struct sla__holidays *h, int32_t month, int32_t day,
                                  const char *name, size_t len)
{
    struct sla__closed_year *at = sla__grow(h->years, h->year_count, &h->year_room, sizeof *at);
    int32_t number;
    sla_result rc;

    if (at == NULL)
        return SLA_NO_MEMORY;
    h->years = at;
    rc = sla__names_add(&h->names, name, len, &number);
    if (rc == SLA_OK)
        h->years[h->year_count++] = (struct sla__closed_year){month, day, number};
    return rc;
}

sla_result sla__holidays_add_span(struct sla__holidays *h, int64_t from, int64_t to, int floating,
                                  const char *name, size_t len)
{
    struct sla__closed_span *at = sla__grow(h->spans, h->span_count, &h->span_room, sizeof *at);
    int32_t number;
    sla_result rc;

    if (at == NULL)
        return SLA_NO_MEMORY;
    h->spans = at;
    rc = sla__names_add(&h->names, name, len, &number);
    if (rc == SLA_OK)
        h->spans[h->span_count++] = (struct sla__closed_span){from, to, floating != 0, number};
    return rc;
}

void sla__holidays_clear(struct sla__holidays *h)
{
    sla__free(h->dates);
    sla__free(h->years);
    sla__free(h->spans);
    sla__names_clear(&h->names);
    *h = (struct sla__holidays)SLA__HOLIDAYS_INIT;
}

int32_t sla__holidays_bundled(const char *name, size_t len)
{
    int32_t i;

    for (i = 0; sla__holidays_bundled_names[i] != NULL; i++) {
        const char *known = sla__holidays_bundled_names[i];
        if (strlen(known) == len && memcmp(known, name, len) == 0)
            return i;
    }
    return -1;
}

/* The lists end in NULL, and few lists make walking them cheap; i may be anything. */
static const char *nth(const char *const *list, size_t i)
{
    size_t k = 0;

    while (k < i && list[k] != NULL)
        k++;
    return list[k];
}

const char *sla_holidays_name(size_t i)
{
    return nth(sla__holidays_bundled_names, i);
}

const char *sla_holidays_text(size_t i)
{
    return nth(sla__holidays_bundled_texts, i);
}
