// Without this the page reads the same: chips open by themselves. It adds the keyboard: a chip opens as it is reached,
// arrows go from chip to chip, Escape closes.
const summaries = [...document.querySelectorAll(".chip > summary")]
const isShown = (summary) => summary.offsetParent !== null || summary.getClientRects().length > 0

for (const summary of summaries) {
  summary.addEventListener("focus", () => {
    if (summary.matches(":focus-visible")) summary.parentElement.open = true
  })
}

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const shown = summaries.filter(isShown)
  const at = shown.indexOf(document.activeElement)
  if (event.key === "Escape") {
    const open = document.querySelector(".chip[open]")
    if (open === null) return
    open.open = false
    open.querySelector("summary").focus({ focusVisible: false })
  } else if (step !== undefined && at !== -1) {
    event.preventDefault()
    shown[at + step]?.focus()
  }
})
