/**
 * Checks at compile time that an Effect Schema and openapi-typescript's type say the same of one wire value. Both sides
 * are made deeply readonly first, and `Schema.Json`, which is how a schema says "anything", counts as `unknown`.
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

/** `true` where each side accepts all that the other one does. */
export type Agrees<A, B> = [Level<A>] extends [Level<B>] ? ([Level<B>] extends [Level<A>] ? true : false) : false

/** Does not compile for anything but `true`. */
export type Assert<T extends true> = T
