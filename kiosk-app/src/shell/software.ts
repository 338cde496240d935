declare const __SOFTWARE__: string;

/** Version of this build, as the server and the journal are told. */
export const SOFTWARE: string = __SOFTWARE__;
