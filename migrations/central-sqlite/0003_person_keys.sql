-- Why: somebody who is in renews their session with their key on that device, so central has to know the key and
-- not only that there is one. Expand; `key_registered` is read no more. Who registered before brings the key again
-- at their next sign-in, because central then says that it has none.
-- Not PHI: a public key.

ALTER TABLE device_person ADD COLUMN person_key BLOB CHECK (length(person_key) = 32); -- Ed25519, held by the key service too
