// What an agent does with a call: drawn before the click, so that it depends on the seed only.

export function habits(random) {
  return {
    picksUp: random.chance(0.95),
    /** Leaves while the prospect's phone rings. */
    leaves: random.chance(0.12),
    talksMs: random.weighted([[random.between(0, 150), 3], [random.between(150, 900), 5], [random.between(900, 2200), 2]]),
    /** Who ends a call that was answered. */
    endsBy: random.weighted([['browser', 5], ['server', 3], ['prospect', 2]]),
    /** Hears out what the carrier says after a call that came to nothing. */
    listens: random.chance(0.1),
    /** When the form is sent: while they talk, at the end, or once the recording had time to come. */
    formAt: random.weighted([['talking', 3], ['over', 4], ['late', 3]]),
    clicksTwice: random.chance(0.06),
    dialsMeanwhile: random.chance(0.06),
    savesTwice: random.chance(0.08),
    changesMind: random.chance(0.06),
    /** Servers that die right after they promised something. */
    deathAfterDial: random.chance(0.06),
    deathAfterSave: random.chance(0.1),
  };
}
