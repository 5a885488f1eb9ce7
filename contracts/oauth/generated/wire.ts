/** The parts of a request's flat object, for operations that send more than a JSON body. */

/** Some fields of an object; those that are absent stay absent. */
export const pick = <T extends object, const Name extends keyof T>(
  fields: T,
  ...names: ReadonlyArray<Name>
): Pick<T, Name> => {
  const picked: Partial<Pick<T, Name>> = {}
  for (const name of names) if (name in fields) picked[name] = fields[name]
  // Each name that is in `fields` is in `picked`.
  return picked as Pick<T, Name>
}

const encode = (text: string) => new URLSearchParams({ "": text }).toString().slice(1)

/** HTTP Basic: a client's id and its secret, each encoded as in a form first (RFC 6749, 2.3.1). */
export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${btoa(`${encode(id)}:${encode(secret)}`)}`,
})

/** A Bearer token (RFC 6750). */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** For a body that is a form. */
export const form = { "content-type": "application/x-www-form-urlencoded" }
