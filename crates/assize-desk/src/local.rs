//! Whether whoever connects is the person whose desk it is: on the loopback of a machine that several people use, anybody could open an address.

use std::net::{IpAddr, SocketAddr};

/// Whether the other end of a connection on the loopback belongs to the user that this program runs as. `None` where this system does
/// not tell, which only Linux does.
pub(crate) fn is_own(peer: SocketAddr, own: SocketAddr) -> Option<bool> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let read: Vec<String> = tables.iter().filter_map(|table| std::fs::read_to_string(table).ok()).collect();
    if read.is_empty() {
        return None;
    }
    let uid = user()?;
    // What is not listed belongs to nobody who may look.
    Some(read.iter().any(|table| owner(table, peer, own) == Some(uid)))
}

/// The user that owns a connection that stands, by a table of the kernel: `local_address rem_address st … uid`.
fn owner(table: &str, local: SocketAddr, remote: SocketAddr) -> Option<u32> {
    /// What the kernel calls a connection that stands. One that was closed is listed too, as root's.
    const ESTABLISHED: &str = "01";
    table.lines().skip(1).find_map(|line| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let is = |at: usize, of: SocketAddr| {
            cells.get(at).is_some_and(|cell| written(of).iter().any(|own| own == cell))
        };
        let stands = cells.get(3) == Some(&ESTABLISHED);
        (stands && is(1, local) && is(2, remote)).then(|| cells.get(7)?.parse().ok()).flatten()
    })
}

/// An address as such tables write it, bytes in the order of the machine: for itself, and as one of the longer kind.
fn written(of: SocketAddr) -> Vec<String> {
    let IpAddr::V4(ip) = of.ip() else { return Vec::new() };
    let address: String = ip.octets().iter().rev().map(|byte| format!("{byte:02X}")).collect();
    let port = of.port();
    vec![format!("{address}:{port:04X}"), format!("0000000000000000FFFF0000{address}:{port:04X}")]
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
        let beside = SocketAddr::from(([127, 0, 0, 2], 50000));
        assert_eq!(owner(TABLE, beside, at(8080)), None, "another address with the same port");
        let closed = TABLE.replace("0100007F:1F90 01 ", "0100007F:1F90 06 ");
        assert_eq!(owner(&closed, at(50000), at(8080)), None, "what was closed is nobody's");
    }
}
