//! Which incoming call is accepted by itself: the one just clicked, and no other.
//!
//! The invitation may overtake the server's answer to the click, so a call that nobody expects yet is kept for a while.

/// What to do with a call that has just begun to ring.
#[derive(Debug, PartialEq, Eq)]
pub enum Arrival<Call> {
    /// It is the expected one: accept it.
    Accept(Call),
    /// Kept, in case that it turns out to be expected.
    Kept,
    /// Not one of ours at all: let it ring elsewhere.
    Ignore(Call),
}

/// The expected call, and the calls that ring without being expected.
#[derive(Debug)]
pub struct Expectation<Call> {
    expected: Option<String>,
    ringing: Vec<(String, Call)>,
}

impl<Call> Default for Expectation<Call> {
    fn default() -> Self {
        Self { expected: None, ringing: Vec::new() }
    }
}

impl<Call> Expectation<Call> {
    /// Expects this call from now on, instead of any other. If it rings already, it is returned: accept it.
    pub fn expect(&mut self, call_id: &str) -> Option<Call> {
        let at = self.ringing.iter().position(|(id, _)| id == call_id);
        if let Some(at) = at {
            self.expected = None;
            return Some(self.ringing.swap_remove(at).1);
        }
        self.expected = Some(call_id.to_owned());
        None
    }

    /// A call rings. An expectation is for one call and used up by it.
    pub fn arrived(&mut self, call_id: Option<&str>, call: Call) -> Arrival<Call> {
        match call_id {
            Some(id) if self.expected.as_deref() == Some(id) => {
                self.expected = None;
                Arrival::Accept(call)
            }
            Some(id) => {
                self.ringing.push((id.to_owned(), call));
                Arrival::Kept
            }
            None => Arrival::Ignore(call),
        }
    }

    /// A kept call has rung long enough, or has ended.
    pub fn forget(&mut self, call_id: &str) -> Option<Call> {
        let at = self.ringing.iter().position(|(id, _)| id == call_id)?;
        Some(self.ringing.swap_remove(at).1)
    }

    /// Forgets every kept call, and returns them. What is expected stays so: it may ring when the device is back.
    #[must_use]
    pub fn forget_all(&mut self) -> Vec<(String, Call)> {
        std::mem::take(&mut self.ringing)
    }

    /// Expects no call any more.
    pub fn give_up(&mut self) {
        self.expected = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clicked_call_is_accepted_whichever_comes_first() {
        let mut clicked_first = Expectation::default();
        assert_eq!(clicked_first.expect("a"), None);
        assert_eq!(clicked_first.arrived(Some("a"), 1), Arrival::Accept(1));

        let mut rang_first = Expectation::default();
        assert_eq!(rang_first.arrived(Some("a"), 1), Arrival::Kept);
        assert_eq!(rang_first.expect("a"), Some(1));
    }

    #[test]
    fn another_call_is_never_accepted() {
        let mut calls = Expectation::default();
        calls.expect("a");
        assert_eq!(calls.arrived(Some("b"), 2), Arrival::Kept);
        assert_eq!(calls.arrived(None, 3), Arrival::Ignore(3));
        assert_eq!(calls.arrived(Some("a"), 1), Arrival::Accept(1));
    }

    #[test]
    fn an_expectation_is_used_once() {
        let mut calls = Expectation::default();
        calls.expect("a");
        assert_eq!(calls.arrived(Some("a"), 1), Arrival::Accept(1));
        assert_eq!(calls.arrived(Some("a"), 2), Arrival::Kept);
    }

    #[test]
    fn a_later_click_replaces_the_earlier() {
        let mut calls = Expectation::default();
        calls.expect("a");
        calls.expect("b");
        assert_eq!(calls.arrived(Some("a"), 1), Arrival::Kept);
        assert_eq!(calls.arrived(Some("b"), 2), Arrival::Accept(2));
    }

    #[test]
    fn a_click_that_is_taken_back_is_not_answered() {
        let mut calls = Expectation::default();
        calls.expect("a");
        calls.give_up();
        assert_eq!(calls.arrived(Some("a"), 1), Arrival::Kept);
    }

    #[test]
    fn a_forgotten_call_cannot_be_accepted() {
        let mut calls = Expectation::default();
        calls.arrived(Some("a"), 1);
        assert_eq!(calls.forget("a"), Some(1));
        assert_eq!(calls.expect("a"), None);
    }
}
