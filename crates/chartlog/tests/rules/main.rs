//! The rules one by one, where the simulator shows that together they hold.

#[cfg(test)]
mod combining;
#[cfg(test)]
mod dispute;
#[cfg(test)]
mod following;
#[cfg(test)]
mod standing;
