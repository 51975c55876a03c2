/** When a started send gives up, where no schedule says so: as a schedule's own default. */
export const SEND_WITHIN_MINUTES = 1440;
/** How late it may leave without somebody being asked, likewise. */
export const CATCH_UP_MINUTES = 60;
