/* SPDX-License-Identifier: MIT */
/* Coverage hours, intersected where several holidays share a date. */
#include "calendar/coverage.h"

#include "base/alloc.h"

/* What two lists of disjoint windows share has fewer windows than both together: room for all there
 * are is room for any intersection. */
sla_result sla__common_hours_init(struct sla__common_hours *common, const struct sla__plan *plan)
{
    size_t count = 0;

    *common = (struct sla__common_hours){0};
    for (size_t i = 0; i < plan->coverage_count; i++)
        count += (size_t)plan->coverages[i].windows.count;
    for (int i = 0; i < 3; i++) {
        common->room[i] = sla__alloc(count, sizeof *common->room[i]);
        if (common->room[i] == NULL)
            return SLA_NO_MEMORY;
    }
    return SLA_OK;
}

void sla__common_hours_clear(struct sla__common_hours *common)
{
    for (int i = 0; i < 3; i++)
        sla__free(common->room[i]);
    *common = (struct sla__common_hours){0};
}

/* Copies the windows into `room`, sorted and joined so that they are disjoint. A day has few
 * windows: the plain way will do. */
static struct sla__windows disjoint(const struct sla__windows *from, struct sla__window *room)
{
    struct sla__windows made = {room, 0};

    for (int32_t i = 0; i < from->count; i++) {
        int32_t k = i;

        for (; k > 0 && room[k - 1].open > from->at[i].open; k--)
            room[k] = room[k - 1];
        room[k] = from->at[i];
    }
    for (int32_t i = 0; i < from->count; i++) {
        if (made.count > 0 && room[i].open <= room[made.count - 1].close) {
            if (room[i].close > room[made.count - 1].close)
                room[made.count - 1].close = room[i].close;
        } else {
            room[made.count++] = room[i];
        }
    }
    return made;
}

/* What two disjoint lists have in common. */
static struct sla__windows intersection(const struct sla__windows *a, const struct sla__windows *b,
                                        struct sla__window *room)
{
    struct sla__windows made = {room, 0};

    for (int32_t i = 0, k = 0; i < a->count && k < b->count;) {
        int32_t open = a->at[i].open > b->at[k].open ? a->at[i].open : b->at[k].open;
        int32_t close = a->at[i].close < b->at[k].close ? a->at[i].close : b->at[k].close;

        if (open < close)
            room[made.count++] = (struct sla__window){open, close};
        if (a->at[i].close < b->at[k].close)
            i++;
        else
            k++;
    }
    return made;
}

struct sla__windows sla__covered_windows(struct sla__common_hours *common,
                                         const struct sla__plan *plan, uint64_t coverages,
                                         const struct sla__windows *written)
{
    struct sla__window *const *room = common->room;
    struct sla__windows left = *written;
    int own = 0;

    for (size_t i = 0; i < plan->coverage_count && i < SLA__COVERAGES_MAX; i++) {
        const struct sla__coverage *c = &plan->coverages[i];
        struct sla__windows next;

        if (!(coverages >> i & 1) || !c->has_windows)
            continue;
        own++;
        if (own == 1) {
            left = c->windows; /* as written: R3 looks at each window alone */
            continue;
        }
        if (own == 2)
            left = disjoint(&left, room[0]);
        next = disjoint(&c->windows, room[2]);
        left = intersection(&left, &next, left.at == room[0] ? room[1] : room[0]);
    }
    return left;
}
