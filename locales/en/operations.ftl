operations-lede = Is the site well, and what did it do by itself? No record of anybody stands here.
operations-health = Health
operations-well = Everything is as it should be: the last backup is fresh and was brought back and checked.
operations-advice-no-backup = There is no backup yet. Start one below; then keep a copy of it on another machine.
operations-advice-old-backup = The last good backup was made { $at }. See below why the newer ones failed, and start one.
operations-advice-no-drill = No backup was ever brought back and checked. Start the restore drill below.
operations-advice-old-drill = The last successful restore drill was { $at }. Start one below and read what stopped it.
operations-advice-check = The check found something wrong. Run “hoctap check” on the server: it names each record and says what to do.
operations-advice-recount = Counters differ from what they count. Run “hoctap recount --repair” on the server and tell the developers.
operations-advice-failing = Work of the night fails again and again. Read what it says below; it is tried again by itself.
operations-advice-disk = The disk is nearly full: less than twice the database is free. Make room before the next backup.
operations-advice-off = The work of the night is switched off (nightly = "off"). Make backups yourself.
operations-advice-key = Backups are not encrypted and do not carry secret.key. Keep a copy of that file apart, or set backup_key.
operations-nights = Work of the night
operations-work = Work
operations-work-backup = Backup
operations-work-check = Integrity check
operations-work-recount = Recount
operations-work-drill = Restore drill
operations-good = Last done well
operations-outcome = What it came to
operations-next = Next
operations-start = Start now
operations-running = running now
operations-off = switched off
operations-never = never yet
operations-failed = Failed: { $cause }
operations-why-room = { $free } MB are free on the disk of { $folder }, but about { $needed } MB are needed for a while to bring a backup back beside the site. Make room; it is tried again.
operations-why-folder = the folder of backups { $folder } cannot be used. See that its disk is mounted and that the folder belongs to the site’s user. The system says: { $detail }
operations-why-no-backup = there is no backup in { $folder }, though there has been one. See that the right disk is mounted there.
operations-backup-made = { $file }: { $rows } rows, { $size }
operations-drill-went = { $file } was brought back into a scratch place and every table held against it
operations-found = { $n ->
    [0] nothing wrong
    [one] 1 finding
   *[other] { $n } findings
}
operations-sizes = Sizes
operations-size-database = Database
operations-size-backups = Backups
operations-size-free = Free on the disk
operations-program = Program
operations-requests = Requests since the start
operations-requests-say = { $n } answered, { $refused } turned away because the site was full
operations-places = Room for requests
operations-places-say = { $free } of { $all } places are free
operations-backups = Backups
operations-backups-none = There is none in the folder of backups.
operations-backups-how = To bring one back, stop the site and run
operations-slow = Slow requests
operations-slow-none = None took longer than half a second since the start.
operations-slow-how = The twenty slowest since the start, by the kind of page. Many of one kind: tell the developers.
operations-route = Kind of request
operations-millis = Took
operations-when = When
operations-answer = Answer
done-work-begun = It was started; look again in a moment.
