//! Who works here: written down when they sign in, since their calls name them for good.

use domain::AgentId;
use jiff::Timestamp;
use serde_json::json;
use store::FileKey;
use uuid::Uuid;

use crate::files::{AgentFile, EndedSessions, OrganisationFile};
use crate::{Agent, Error, Person, Records, Supervisor, notes};

impl Records {
    /// Somebody has signed in: they are in the team from now on, under the name and in the role of today.
    ///
    /// Answers the generation of their sessions that this one belongs to.
    ///
    /// # Errors
    /// When the store cannot be read or written: then they are not signed in.
    pub async fn signed_in(&self, person: &Person, session: Uuid) -> Result<u32, Error> {
        let generation = self.ended_sessions(&person.agent.id).await?.generation;
        let payload = json!({ "session": session, "role": person.role });
        let audit = notes::of_agent("session.began", None, &person.agent, payload);
        let (file, _): (OrganisationFile, _) = self.read_file(&FileKey::Organisation).await?;
        self.store.append_audit(audit).await?;
        if !file.team.contains(person) {
            self.enlist(person).await?;
        }
        Ok(generation)
    }

    /// Which mode these records are of: that of the first server that opened them, which is this one's where nobody has.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn mode_of_records(&self, mine: &str) -> Result<String, Error> {
        let (file, _): (OrganisationFile, _) = self.read_file(&FileKey::Organisation).await?;
        if let Some(mode) = file.mode {
            return Ok(mode);
        }
        let audit = notes::of_nobody("records.begun", json!({ "mode": mine }));
        let begin = |file: &mut OrganisationFile| {
            file.mode.get_or_insert_with(|| mine.to_owned());
            Ok(())
        };
        let file = self.edit_file(&FileKey::Organisation, audit, begin).await?;
        Ok(file.mode.unwrap_or_else(|| mine.to_owned()))
    }

    /// Puts somebody into the team without their having signed in.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn enlist(&self, person: &Person) -> Result<(), Error> {
        let payload = json!({ "name": person.agent.name, "role": person.role });
        let audit = notes::of_agent("team.changed", None, &person.agent, payload);
        self.edit_file(&FileKey::Organisation, audit, |file: &mut OrganisationFile| {
            file.team.retain(|one| one.agent.id != person.agent.id);
            file.team.push(person.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Everybody who has ever worked here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn team(&self, _: &Supervisor) -> Result<Vec<Person>, Error> {
        Ok(self.read_file::<OrganisationFile>(&FileKey::Organisation).await?.0.team)
    }

    /// Which of an agent's sessions are over before their time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn ended_sessions(&self, agent: &AgentId) -> Result<EndedSessions, Error> {
        Ok(self.read_file::<AgentFile>(&FileKey::Agent(agent.clone())).await?.0.sessions)
    }

    /// Ends one session, which would have ended by itself at `ends`. Sessions live in true time, whatever the sandbox's
    /// clock shows.
    ///
    /// # Errors
    /// When the store cannot be written: then the session goes on.
    pub async fn end_session(
        &self,
        agent: &Agent,
        session: Uuid,
        ends: Timestamp,
    ) -> Result<EndedSessions, Error> {
        let audit = notes::of_agent("session.ended", None, agent, json!({ "session": session }));
        let now = Timestamp::now();
        let end = |file: &mut AgentFile| {
            file.sessions.end(session, ends, now);
            Ok(())
        };
        Ok(self.edit_file(&FileKey::Agent(agent.id.clone()), audit, end).await?.sessions)
    }

    /// Ends all sessions of `agent` that have begun: asked for by the agent, or by a supervisor.
    ///
    /// # Errors
    /// When the store cannot be written: then the sessions go on.
    pub async fn end_all_sessions(&self, by: &Agent, agent: &AgentId) -> Result<EndedSessions, Error> {
        let audit = notes::of_agent("session.all_ended", None, by, json!({ "agent": agent }));
        let end = |file: &mut AgentFile| {
            file.sessions.end_all();
            Ok(())
        };
        Ok(self.edit_file(&FileKey::Agent(agent.clone()), audit, end).await?.sessions)
    }

    /// Ends the sessions of everybody who has ever signed in, the supervisor's own too: one person after the other, and how
    /// many people that were.
    ///
    /// # Errors
    /// When the store cannot be read or written: then some of them may go on. To ask again is no harm.
    pub async fn end_everybodys_sessions(&self, by: &Supervisor) -> Result<usize, Error> {
        let team = self.team(by).await?;
        for person in &team {
            self.end_all_sessions(by.agent(), &person.agent.id).await?;
        }
        Ok(team.len())
    }
}
