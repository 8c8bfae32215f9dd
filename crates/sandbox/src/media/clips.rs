//! What is spoken in the sandbox: synthesised clips of sentences of our own (`clips/sentences.txt`).

/// The list that the clips are rendered from; it also says which sentence is which clip.
const SENTENCES: &str = include_str!("../../clips/sentences.txt");

/// A clip's name and its µ-law bytes.
macro_rules! clips {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../clips/", $name, ".ulaw")).as_slice())),*]
    };
}

static CLIPS: [(&str, &[u8]); 20] = clips![
    "told_busy",
    "told_nobody_answered",
    "told_not_in_service",
    "told_not_completed",
    "told_not_allowed",
    "told_goodbye",
    "owner_1",
    "owner_2",
    "owner_3",
    "owner_4",
    "heir_1",
    "heir_2",
    "heir_3",
    "landlord_1",
    "landlord_2",
    "landlord_3",
    "gardener_1",
    "gardener_2",
    "gardener_3",
    "voicemail_greeting",
];

/// The prospects who answer, by the prefix of their lines.
const PERSONAS: [&str; 4] = ["owner", "heir", "landlord", "gardener"];

/// The clip of a name, as raw µ-law at 8 kHz.
pub fn clip(name: &str) -> Option<&'static [u8]> {
    CLIPS.iter().find(|(known, _)| *known == name).map(|(_, mulaw)| *mulaw)
}

/// The clip that speaks a sentence, if there is one. Case, and white space at the ends, do not matter.
pub fn for_sentence(text: &str) -> Option<&'static [u8]> {
    sentences()
        .find(|(_, sentence)| sentence.eq_ignore_ascii_case(text.trim()))
        .and_then(|(name, _)| clip(name))
}

/// The lines of one of the prospects, in the order in which they are spoken. Any number names one.
pub fn persona(number: usize) -> impl Iterator<Item = &'static [u8]> {
    let persona = PERSONAS.into_iter().cycle().nth(number % PERSONAS.len()).unwrap_or_default();
    CLIPS
        .iter()
        .filter(move |(name, _)| name.rsplit_once('_').is_some_and(|(who, _)| who == persona))
        .map(|(_, mulaw)| *mulaw)
}

/// Name and sentence of every line of the list.
fn sentences() -> impl Iterator<Item = (&'static str, &'static str)> {
    SENTENCES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (name, rest) = line.split_once('|')?;
        let (_, sentence) = rest.rsplit_once('|')?;
        Some((name.trim(), sentence.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::SAMPLE_RATE;

    #[test]
    fn every_sentence_has_its_clip_and_every_clip_its_sentence() {
        let mut listed: Vec<_> = sentences().map(|(name, _)| name).collect();
        let mut built: Vec<_> = CLIPS.iter().map(|(name, _)| *name).collect();
        listed.sort_unstable();
        built.sort_unstable();
        assert_eq!(listed, built);
        for (name, mulaw) in CLIPS {
            assert!(mulaw.len() > SAMPLE_RATE as usize / 3, "{name} is too short to be speech");
        }
    }

    #[test]
    fn what_the_agent_is_told_is_found_by_its_words() {
        for sentence in [
            "The line is busy.",
            "Nobody answered.",
            "The number is not in service.",
            "The call could not be completed.",
            "This call is not allowed right now. The prospect was not called.",
            " goodbye. ",
        ] {
            assert!(for_sentence(sentence).is_some(), "{sentence}");
        }
        assert_eq!(for_sentence("Something else."), None);
        assert_eq!(for_sentence(""), None);
    }

    #[test]
    fn each_prospect_has_something_to_say() {
        for number in 0..PERSONAS.len() {
            assert!(persona(number).count() >= 3);
        }
        assert_eq!(persona(0).next(), persona(PERSONAS.len()).next());
    }
}
