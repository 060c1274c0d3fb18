/* SPDX-License-Identifier: MIT */
/* What is wrong in a text or file. Each line is rendered once, when it is reported. */
#include "base/diagnostics.h"

#include <string.h>
#include "base/alloc.h"
#include "base/text.h"

#define KEPT 200

struct item {
    int32_t number, line, column;
    sla_severity severity;
    char *file;
    char *text;
    size_t message; /* where it begins in text */
};

struct sla_diagnostics {
    size_t count;
    size_t count_of[3];
    size_t warnings; /* kept */
    int dropped;     /* the last error or warning was; its notes go with it */
    struct item items[KEPT];
};

sla_result sla_diagnostics_new(sla_diagnostics **out)
{
    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = sla__alloc(1, sizeof **out);
    return *out == NULL ? SLA_NO_MEMORY : SLA_OK;
}

void sla_diagnostics_clear(sla_diagnostics *diagnostics)
{
    if (diagnostics == NULL)
        return;
    for (size_t i = 0; i < diagnostics->count; i++) {
        sla__free(diagnostics->items[i].file);
        sla__free(diagnostics->items[i].text);
    }
    memset(diagnostics, 0, sizeof *diagnostics);
}

void sla_diagnostics_free(sla_diagnostics *diagnostics)
{
    sla_diagnostics_clear(diagnostics);
    sla__free(diagnostics);
}

/* ------------------------------------------------------------------ reporting */

static sla_severity severity_of(enum sla__message number)
{
    switch (number) {
#define X(number, name, severity, about)                                                           \
    case SLA__MSG_##name:                                                                          \
        return severity;
#include "base/messages.def"
#undef X
    case SLA__MSG_END_:
        break;
    }
    return SLA_ERROR;
}

static void put_place(struct sla__text *t, const struct item *item)
{
    if (item->file[0] != '\0')
        sla__text_printf(t, "%s:", item->file);
    if (item->line > 0)
        sla__text_printf(t, "%d:", (int)item->line);
    if (item->column > 0)
        sla__text_printf(t, "%d:", (int)item->column);
    if (t->len > 0)
        sla__text_puts(t, " ");
}

/* 0 when memory ran out; nothing is left behind then. */
static int render(struct item *item, const char *file, const char *format, va_list args)
{
    static const char *const words[] = {"note", "warning", "error"};
    struct sla__text t = {0};

    item->file = sla__strndup(file, strlen(file));
    if (item->file == NULL)
        return 0;
    put_place(&t, item);
    sla__text_printf(&t, "%s: SLA-%04d: ", words[item->severity], (int)item->number);
    item->message = t.len;
    sla__text_vprintf(&t, format, args);
    if (t.failed) {
        sla__text_clear(&t);
        sla__free(item->file);
        return 0;
    }
    sla__mask(t.at); /* a line is one line, whatever the names in it hold */
    item->text = t.at;
    return 1;
}

void sla__report(sla_diagnostics *d, enum sla__message number, struct sla__place place,
                 const char *format, ...)
{
    struct item item = {.number = (int32_t)number, .severity = severity_of(number)};
    va_list args;
    int kept;

    if (d == NULL)
        return;
    d->count_of[item.severity]++;
    if (!sla__report_wanted(d) || (item.severity == SLA_NOTE && d->dropped))
        return;
    if (item.severity == SLA_WARNING && d->warnings >= KEPT / 2) {
        d->dropped = 1; /* warnings never crowd out the errors behind them */
        return;
    }
    item.line = place.line > 0 ? place.line : 0;
    item.column = item.line > 0 && place.column > 0 ? place.column : 0;
    va_start(args, format);
    kept = render(&item, place.file != NULL ? place.file : "", format, args);
    va_end(args);
    if (kept) {
        d->items[d->count++] = item;
        d->warnings += item.severity == SLA_WARNING;
    }
    if (item.severity != SLA_NOTE)
        d->dropped = !kept;
}

int sla__report_wanted(const sla_diagnostics *d)
{
    return d != NULL && d->count < KEPT;
}

/* ------------------------------------------------------------------ reading */

static const struct item *item_at(const sla_diagnostics *diagnostics, size_t i)
{
    static const struct item none = {.severity = SLA_NOTE};

    return i < sla_diagnostics_count(diagnostics) ? &diagnostics->items[i] : &none;
}

size_t sla_diagnostics_count(const sla_diagnostics *diagnostics)
{
    return diagnostics != NULL ? diagnostics->count : 0;
}

size_t sla_diagnostics_count_of(const sla_diagnostics *diagnostics, sla_severity severity)
{
    if (diagnostics == NULL || (unsigned)severity > SLA_ERROR)
        return 0;
    return diagnostics->count_of[severity];
}

sla_severity sla_diagnostics_severity(const sla_diagnostics *diagnostics, size_t i)
{
    return item_at(diagnostics, i)->severity;
}

int32_t sla_diagnostics_number(const sla_diagnostics *diagnostics, size_t i)
{
    return item_at(diagnostics, i)->number;
}

const char *sla_diagnostics_file(const sla_diagnostics *diagnostics, size_t i)
{
    const char *file = item_at(diagnostics, i)->file;

    return file != NULL ? file : "";
}

int32_t sla_diagnostics_line(const sla_diagnostics *diagnostics, size_t i)
{
    return item_at(diagnostics, i)->line;
}

int32_t sla_diagnostics_column(const sla_diagnostics *diagnostics, size_t i)
{
    return item_at(diagnostics, i)->column;
}

const char *sla_diagnostics_message(const sla_diagnostics *diagnostics, size_t i)
{
    const struct item *item = item_at(diagnostics, i);

    return item->text != NULL ? item->text + item->message : "";
}

const char *sla_diagnostics_text(const sla_diagnostics *diagnostics, size_t i)
{
    const struct item *item = item_at(diagnostics, i);

    return item->text != NULL ? item->text : "";
}
