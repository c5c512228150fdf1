//! Who the people of this workstation's units are, and whoever else wrote in a chart held here, whether or not they were
//! ever at it: whose value a reader is asked about has to have a name. As central last said; nobody is added here.

use charthold_domain::{Colleague, PersonId};
use rusqlite::params;

use crate::column::{begin, find, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Keeps `people` beside those known before: who left the unit has written in its charts.
    ///
    /// # Errors
    /// Those of the file system; nothing is kept then.
    pub fn save_colleagues(&mut self, people: &[Colleague]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for Colleague {
            id,
            display_name,
            role,
        } in people
        {
            run(
                &transaction,
                "INSERT INTO colleague (person, display_name, role) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person) DO UPDATE
                     SET display_name = excluded.display_name, role = excluded.role
                     WHERE display_name <> excluded.display_name OR role <> excluded.role",
                params![id.as_bytes(), display_name, role.code()],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Who `person` is; somebody who signed in here is known without central having said so.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when what is known of them cannot be read.
    pub fn find_colleague(&self, person: PersonId) -> Result<Option<Colleague>, StoreError> {
        let known = find(
            &self.connection,
            "SELECT display_name, role FROM colleague WHERE person = ?1
             UNION ALL SELECT display_name, role FROM person WHERE person = ?1 LIMIT 1",
            [person.as_bytes()],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        let Some((display_name, role)) = known else {
            return Ok(None);
        };
        let role = role.parse().map_err(|_| StoreError::Damaged {
            table: "colleague",
            row: 0,
        })?;
        Ok(Some(Colleague {
            id: person,
            display_name,
            role,
        }))
    }
}
