//! The store on both databases: each room's statements, what the law's map of units asks of figures, and the property
//! that every figure is the brute-force sum.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod declared;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod furniture;
#[cfg(test)]
mod people;
#[cfg(test)]
mod property;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod threads;
#[cfg(test)]
mod units;
#[cfg(test)]
mod verify;
#[cfg(test)]
mod work;
