-- A row of the audit log stays as it is, but for one change: its facts and their salt may go, and the part before them,
-- which ends with their digest and which the row's hash is over, becomes all of it. The first row of a log, and the rows
-- that say what was erased, never change. Rows of before have no such part. (64 and 32 characters of digest and salt.)
DROP TRIGGER audit_no_update;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN NEW.position IS NOT OLD.position
  OR NEW.chain IS NOT OLD.chain
  OR NEW.seq IS NOT OLD.seq
  OR NEW.prev IS NOT OLD.prev
  OR NEW.hash IS NOT OLD.hash
  OR OLD.kind IN ('audit_log_opened', 'person.erased')
  OR instr(OLD.body, ',"digest":"') = 0
  OR instr(OLD.body, ',"salt":"') <> instr(OLD.body, ',"digest":"') + 76
  OR instr(OLD.body, ',"payload":') <> instr(OLD.body, ',"salt":"') + 42
  OR NEW.body IS NOT (substr(OLD.body, 1, instr(OLD.body, ',"salt":"') - 1) || '}')
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Likewise what an event's source said.
DROP TRIGGER events_no_update;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
WHEN NEW.position IS NOT OLD.position
  OR NEW.call_id IS NOT OLD.call_id
  OR NEW.id IS NOT OLD.id
  OR NEW.kind IS NOT OLD.kind
  OR NEW.at_us IS NOT OLD.at_us
  OR NEW.recorded_us IS NOT OLD.recorded_us
  OR NEW.payload IS NOT '{"erased":true}'
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
