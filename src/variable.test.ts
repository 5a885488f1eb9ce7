import { expect, it } from "vitest"
import { variableOf } from "./variable.ts"

it.each([
  ["baseUrl", "DAPI_BASE_URL"],
  ["appSecret", "DAPI_APP_SECRET"],
  ["connectionID", "DAPI_CONNECTION_ID"],
  ["superexec_secret", "DAPI_SUPEREXEC_SECRET"],
  ["x-api-key", "DAPI_X_API_KEY"],
])("the variable of %s is %s", (field, variable) => {
  expect(variableOf("dapi", field)).toBe(variable)
})
