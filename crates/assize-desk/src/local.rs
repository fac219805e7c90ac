//! Whether whoever connects is the person whose desk it is: on the loopback of a machine that several people use, anybody could open an address.

use std::net::SocketAddr;

/// Whether the other end of a connection on the loopback belongs to the user that this program runs as. `None` where this system does
/// not tell, which only Linux does.
pub(crate) fn is_own(peer: SocketAddr, own: SocketAddr) -> Option<bool> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let read: Vec<String> = tables.iter().filter_map(|table| std::fs::read_to_string(table).ok()).collect();
    if read.is_empty() {
        return None;
    }
    let uid = user()?;
    let found = read.iter().find_map(|table| owner(table, peer, own));
    // What is not listed cannot be told.
    found.map(|of| of == uid || of == 0)
}

/// The user that owns a connection, by a table of the kernel: `local_address rem_address st … uid`.
fn owner(table: &str, local: SocketAddr, remote: SocketAddr) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let fits = |cell: &&str, of: SocketAddr| {
            let (address, port) = cell.split_once(':')?;
            let port = u16::from_str_radix(port, 16).ok()?;
            Some(port == of.port() && is_loopback(address))
        };
        let is_it = fits(cells.get(1)?, local)? && fits(cells.get(2)?, remote)?;
        is_it.then(|| cells.get(7)?.parse().ok()).flatten()
    })
}

/// Whether an address of such a table is one of the loopback.
fn is_loopback(hex: &str) -> bool {
    match hex.len() {
        // Bytes stand in the order of the machine, so that 127 comes last.
        8 => hex.ends_with("7F"),
        32 => hex == "00000000000000000000000001000000" || hex.ends_with("FFFF00000100007F"),
        _ => false,
    }
}

/// The user that this program runs as.
fn user() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0\n\
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1\n\
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1\n";

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn the_other_end_of_a_connection_is_told_from_ones_own() {
        assert_eq!(owner(TABLE, at(50000), at(8080)), Some(1001));
        assert_eq!(owner(TABLE, at(8080), at(50000)), Some(1000));
        assert_eq!(owner(TABLE, at(50001), at(8080)), None);
    }
}
