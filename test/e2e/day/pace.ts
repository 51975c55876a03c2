/** How fast the shop's clock runs beside the machine's: a slow machine shall not turn 08:30 into 08:31. */
export const PACE = 0.1;
