//! What was acknowledged survives a kill at any instant, of the program and of the server.

#[cfg(test)]
mod tests {
    use domain::clock::{Clock, SeededChance};
    use domain::ids::EntryId;
    use std::io::{BufRead, BufReader};
    use std::process::{Child, ChildStdout, Command, Stdio};
    use std::time::Duration;
    use store::{Actor, Location, Store};
    use testkit::{Clerk, Database, History, Server, morning, on_postgresql, small_catalogue};

    /// How often the program is killed on each database.
    const KILLS: u64 = 50;
    /// How often the server is.
    const SERVER_KILLS: u64 = 5;

    fn prepare(store: &Store) {
        let root = Actor::administrator("thử");
        let mut history = History::default();
        let province = history.province("Tê", "");
        for name in ["A", "Bê", "Xê"] {
            history.commune(name, province, "");
        }
        store.load_units(history.facts, &root, morning().now(), &mut |_, _| {}).unwrap();
        store.use_catalogue(small_catalogue(), &root, morning().now()).unwrap();
    }

    /// A stream that has opened the store.
    struct Stream {
        program: Child,
        out: BufReader<ChildStdout>,
    }

    impl Stream {
        fn start(address: &str, seed: u64) -> Stream {
            let mut program = Command::new(env!("CARGO_BIN_EXE_stream"))
                .args([address, &seed.to_string()])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut out = BufReader::new(program.stdout.take().unwrap());
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            assert_eq!(line, "ready\n");
            Stream { program, out }
        }

        /// Kills the program (SIGKILL) and returns the keys it acknowledged.
        fn kill(mut self) -> Vec<String> {
            self.program.kill().unwrap();
            self.program.wait().unwrap();
            let lines = self.out.lines().map_while(Result::ok);
            lines.filter(|l| EntryId::parse(l).is_some()).collect()
        }
    }

    fn open(address: &str) -> Store {
        let store = Store::open(Location::parse(address).unwrap(), false).unwrap();
        store.use_catalogue(small_catalogue(), &Actor::administrator("thử"), morning().now()).unwrap();
        store
    }

    fn all_there(store: &Store, keys: &[String]) {
        for key in keys {
            let entry = store.entry(&EntryId::parse(key).unwrap());
            assert!(entry.is_ok_and(|e| !e.voided), "the acknowledged entry {key} is gone");
        }
    }

    fn kill_the_program(address: &str) {
        let mut dice = SeededChance(20_250_701);
        let mut all = Vec::new();
        for n in 0..KILLS {
            let stream = Stream::start(address, 1000 + n);
            std::thread::sleep(Duration::from_micros(dice.below(60_000)));
            let keys = stream.kill();
            let store = open(address);
            all_there(&store, &keys);
            all.extend(keys);
            if n % 10 == 9 {
                assert_eq!(store.verify(&mut |_| {}).unwrap(), []);
            }
        }
        assert!(all.len() > KILLS as usize, "only {} entries were acknowledged", all.len());
        let store = open(address);
        all_there(&store, &all);
        assert_eq!(store.verify(&mut |_| {}).unwrap(), []);
    }

    #[test]
    fn what_was_acknowledged_survives_kills_of_the_program_on_sqlite() {
        // On the disk, with its flushes, where users' files are.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("danvan.db").display().to_string();
        prepare(&Store::open(Location::parse(&path).unwrap(), true).unwrap());
        kill_the_program(&path);
    }

    #[test]
    fn what_was_acknowledged_survives_kills_of_the_program_on_postgresql() {
        on_postgresql(|_| {
            let place = Database::Postgres.copy_of("stream", prepare);
            kill_the_program(place.text());
        });
    }

    #[test]
    fn what_was_acknowledged_survives_power_cuts_of_the_postgresql_server() {
        on_postgresql(|_| {
            // Its own server, with every safety on, since others would miss theirs.
            let Some(server) = Server::start("") else { panic!("PostgreSQL: xem DANVAN_TEST_SKIP_POSTGRES") };
            let address = server.url("postgres");
            prepare(&Store::open(Location::parse(&address).unwrap(), true).unwrap());
            let onlooker = open(&address);
            let mut clerk = Clerk::new(&onlooker);
            clerk.chance.0 = 99;
            let stream = Stream::start(&address, 7);
            let mut dice = SeededChance(7);
            for _ in 0..SERVER_KILLS {
                std::thread::sleep(Duration::from_millis(200 + dice.below(300)));
                server.kill();
                server.start_again();
                // One connection died with the server; who asks again does not notice.
                assert_eq!(onlooker.declared(None, true).unwrap(), []);
                let area = onlooker.units().ids().last().unwrap();
                let organ = clerk.organ(area, "ubnd", testkit::day("2024-01-01"));
                clerk.enter("viec", &organ, &serde_json::json!({"ngay": "2024-01-01", "ten": "việc"})).unwrap();
            }
            std::thread::sleep(Duration::from_millis(500));
            let keys = stream.kill();
            assert!(keys.len() > 20, "only {} entries were acknowledged", keys.len());
            let store = open(&address);
            all_there(&store, &keys);
            assert_eq!(store.verify(&mut |_| {}).unwrap(), []);
        });
    }
}
