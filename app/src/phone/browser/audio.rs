//! Which microphone and which speaker. The choice is kept by this browser, since devices differ from desk to desk.

use leptos::prelude::*;
use leptos::task::spawn_local;
use voice_sdk::Audio;

use super::controller::Controller;
use crate::browser::{store, stored};
use crate::phone::{AudioDevice, AudioDevices, SYSTEM_DEFAULT};

const INPUT: &str = "twoleg.microphone";
const OUTPUT: &str = "twoleg.speaker";

#[derive(Clone, Copy)]
enum Side {
    Input,
    Output,
}

impl Side {
    const fn key(self) -> &'static str {
        match self {
            Self::Input => INPUT,
            Self::Output => OUTPUT,
        }
    }

    /// The sentence for a choice that did not work.
    const fn problem(self) -> &'static str {
        match self {
            Self::Input => "This microphone cannot be used. The one before is still in use.",
            Self::Output => "This speaker cannot be used. The one before is still in use.",
        }
    }
}

impl Controller {
    pub(super) fn set_input(&self, id: &str) {
        self.choose(Side::Input, id.to_owned());
    }

    pub(super) fn set_output(&self, id: &str) {
        self.choose(Side::Output, id.to_owned());
    }

    /// The devices are known for the first time, or one came or went.
    pub(super) fn audio_changed(&self) {
        let Some(audio) = self.device().and_then(|device| device.audio()) else { return };
        let mut first = false;
        let inputs = with_default(audio.microphones().into_iter().map(|found| (found.id, found.label)));
        let outputs = with_default(audio.speakers().into_iter().map(|found| (found.id, found.label)));
        let _ = self.screen.audio.try_update(|shown| {
            first = shown.inputs.is_empty();
            // A device that was pulled out is replaced by the system's, by the SDK itself.
            let kept = |id: &str, list: &[AudioDevice]| {
                let id = if list.iter().any(|device| device.id == id) { id } else { SYSTEM_DEFAULT };
                id.to_owned()
            };
            let (input, output) = (kept(&shown.input, &inputs), kept(&shown.output, &outputs));
            *shown = AudioDevices { inputs, outputs, input, output, problem: None };
        });
        if first {
            for side in [Side::Input, Side::Output] {
                if let Some(id) = stored(side.key()) {
                    self.choose(side, id);
                }
            }
        }
    }

    fn choose(&self, side: Side, id: String) {
        let Some(audio) = self.device().and_then(|device| device.audio()) else { return };
        let screen = self.screen.audio;
        spawn_local(async move {
            let used = use_device(&audio, side, &id).await;
            if used {
                store(side.key(), (id != SYSTEM_DEFAULT).then_some(id.as_str()));
            }
            let _ = screen.try_update(|shown| {
                shown.problem = (!used).then(|| side.problem().to_owned());
                match (used, side) {
                    (true, Side::Input) => shown.input = id,
                    (true, Side::Output) => shown.output = id,
                    (false, _) => {}
                }
            });
        });
    }
}

async fn use_device(audio: &Audio, side: Side, id: &str) -> bool {
    let id = (id != SYSTEM_DEFAULT).then_some(id);
    match side {
        Side::Input => audio.use_microphone(id).await.is_ok(),
        Side::Output => audio.use_speaker(id).await.is_ok(),
    }
}

/// The list with the system's choice on top; an empty list stays empty.
fn with_default(found: impl Iterator<Item = (String, String)>) -> Vec<AudioDevice> {
    let mut list: Vec<_> = found.map(|(id, label)| AudioDevice { id, label }).collect();
    if !list.is_empty() {
        list.insert(0, AudioDevice { id: SYSTEM_DEFAULT.to_owned(), label: "System default".to_owned() });
    }
    list
}
