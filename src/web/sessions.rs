//! Where the session of a cookie is kept: a row of `sessions` under the hash of the cookie's key.

use std::collections::HashMap;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::web;
use chrono::{NaiveDateTime, TimeDelta};

use crate::domain::capability::Token;
use crate::service::Service;
use crate::store::{Connection, StoreError, sessions};

type State = HashMap<String, String>;

/// Sessions as rows of the store.
#[derive(Debug, Clone)]
pub struct Sessions {
    service: Service,
}

impl Sessions {
    /// The sessions of a service.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self { service }
    }

    fn ends(&self, ttl: &Duration) -> NaiveDateTime {
        let seconds = TimeDelta::seconds(ttl.whole_seconds());
        (self.service.clock.now() + seconds).naive_utc()
    }

    /// Runs a change of one session on a thread that may wait.
    async fn change(
        &self,
        work: impl Fn(&mut Connection) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), anyhow::Error> {
        let store = self.service.store.clone();
        web::block(move || store.write(|c| work(c))).await??;
        Ok(())
    }
}

/// What the database keeps of a key. A key that is no token of ours has none.
fn hash(key: &SessionKey) -> Option<String> {
    Token::parse(key.as_ref()).map(|token| token.hash())
}

fn written(state: &State) -> Result<String, anyhow::Error> {
    Ok(serde_json::to_string(state)?)
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let Some(hash) = hash(key) else {
            return Ok(None);
        };
        let store = self.service.store.clone();
        let now = self.service.clock.now().naive_utc();
        let found = web::block(move || store.read(|c| sessions::find(c, &hash, now)))
            .await
            .map_err(|error| LoadError::Other(error.into()))?
            .map_err(|error| LoadError::Other(error.into()))?;
        found
            .map(|state| serde_json::from_str(&state))
            .transpose()
            .map_err(|error| LoadError::Deserialization(error.into()))
    }

    async fn save(&self, state: State, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let token = self.service.context("session").new_token();
        let (hash, ends) = (token.hash(), self.ends(ttl));
        let state = written(&state).map_err(SaveError::Serialization)?;
        let now = self.service.clock.now().naive_utc();
        // Only who signs in adds a row, so that the ended ones need no other sweeping.
        let insert = move |c: &mut Connection| {
            sessions::delete_ended(c, now)?;
            sessions::insert(c, &hash, &state, ends)
        };
        self.change(insert).await.map_err(SaveError::Other)?;
        SessionKey::try_from(token.reveal().to_owned()).map_err(|e| SaveError::Other(e.into()))
    }

    async fn update(
        &self,
        key: SessionKey,
        state: State,
        ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        if let Some(hash) = hash(&key) {
            let ends = self.ends(ttl);
            let state = written(&state).map_err(UpdateError::Serialization)?;
            self.change(move |c| sessions::update(c, &hash, &state, ends))
                .await
                .map_err(UpdateError::Other)?;
        }
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        let Some(hash) = hash(key) else {
            return Ok(());
        };
        let ends = self.ends(ttl);
        self.change(move |c| sessions::prolong(c, &hash, ends))
            .await
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let Some(hash) = hash(key) else {
            return Ok(());
        };
        self.change(move |c| sessions::delete(c, &hash)).await
    }
}
