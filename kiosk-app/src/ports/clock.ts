/** Time on a kiosk. Tests give their own. */
export interface KioskClock {
  /** What the machine's own clock says, ms since 1970 UTC. */
  wall(): number;
  /** Best knowledge of the true time: corrected by the error measured at the last connection. */
  now(): number;
}
