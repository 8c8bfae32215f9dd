//! Imports as an operator makes them: what they leave in the folder, and what every refusal leaves as it was.

mod broken_off;
mod exhaustive;
mod formats;
mod hostile;
mod refusals;
mod worked_in;
mod world;
