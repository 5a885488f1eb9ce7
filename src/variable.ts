/** The variables of the environment, by the names of settings and fields. */

/** `dapi`, `connectionID` → `DAPI_CONNECTION_ID`. */
export const variableOf = (provider: string, field: string): string =>
  `${provider}_${field.replace(/([a-z\d])([A-Z])/g, "$1_$2")}`.replace(/\W/g, "_").toUpperCase()
