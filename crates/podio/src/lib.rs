//! Podio: OAuth, apps, items, tasks, rate limits, field mapping.
