/** Days as `2027-01-31`, in UTC, which sort as text. */

export const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && dayOf(time) === text
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

export const today = (): string => dayOf(Date.now())

export const plusDays = (day: string, days: number): string => {
  const time = new Date(`${day}T00:00:00Z`)
  return dayOf(time.setUTCDate(time.getUTCDate() + days))
}
