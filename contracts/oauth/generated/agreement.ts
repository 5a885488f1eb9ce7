/**
 * Checks at compile time that an Effect Schema and openapi-typescript's type describe the same wire value. Both sides
 * are made deeply readonly first, and `Schema.Json`, a schema's "anything", counts as `unknown`.
 */
import type * as Schema from "effect/Schema"

type IsExactly<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

type Level<T> =
  IsExactly<T, Schema.Json> extends true
    ? unknown
    : IsExactly<T, Schema.Json | undefined> extends true
      ? unknown
      : T extends ReadonlyArray<infer Item>
        ? ReadonlyArray<Level<Item>>
        : T extends object
          ? { readonly [Key in keyof T]: Level<T[Key]> }
          : T

/** `true` when each side accepts everything that the other does. */
export type Agrees<A, B> = [Level<A>] extends [Level<B>] ? ([Level<B>] extends [Level<A>] ? true : false) : false

/** Compiles only for `true`. */
export type Assert<T extends true> = T
