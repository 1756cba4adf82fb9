-- A login changes its user's row three or four times. Half of each new page stays free for that: the new version then lies on the same page, and none of the thirteen
-- indexes has to hear of it. Changes nothing that is stored already, and nothing that other servers see.
ALTER TABLE core_user SET (fillfactor = 50);
