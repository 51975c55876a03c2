/** Local "HH:MM"; a `from` later than `to` goes past midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

/** When the quiet hours that hold `local` end; null outside them. */
export function endOfQuiet(hours: QuietHours, local: Temporal.ZonedDateTime): Temporal.Instant | null {
  const time = local.toPlainTime();
  const from = Temporal.PlainTime.from(hours.from);
  const to = Temporal.PlainTime.from(hours.to);
  const after = Temporal.PlainTime.compare(time, from) >= 0;
  const before = Temporal.PlainTime.compare(time, to) < 0;
  const overnight = Temporal.PlainTime.compare(from, to) > 0;
  if (overnight ? !(after || before) : !(after && before)) return null;
  const day = overnight && after ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime: to }).toInstant();
}

/** When the next quiet hours begin, seen from outside them. */
export function startOfQuiet({ from }: QuietHours, local: Temporal.ZonedDateTime): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(from);
  const isLater = Temporal.PlainTime.compare(plainTime, local.toPlainTime()) > 0;
  const day = local.toPlainDate().add({ days: isLater ? 0 : 1 });
  return day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime }).toInstant();
}
