//! The program as a user drives it: what is typed, what is answered, what is refused. A module per room.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod catalogue_room;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod help;
#[cfg(test)]
mod indicators;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod own_register;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod units;
