declare const __SOFTWARE__: string;
declare const __BUILT_AT__: number;

/** Version of this build, as the server and the journal are told. */
export const SOFTWARE: string = __SOFTWARE__;

/** When it was built, ms since 1970 UTC. */
export const BUILT_AT: number = __BUILT_AT__;
