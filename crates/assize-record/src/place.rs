//! Where something was, as far as its name or coordinates tell: circles, and distances that honour them.
//!
//! A name with several readings keeps them all. A distance is a range: the least and the most it can be, whatever the reading and
//! wherever in its circle the thing happened.

/// Mean radius of the Earth in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0;

/// A point on the Earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north of the equator, from -90 to 90.
    pub latitude: f64,
    /// Degrees east of Greenwich, from -180 to 180.
    pub longitude: f64,
}

/// A point and how far from it the place reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// The middle.
    pub centre: Point,
    /// How far it reaches, in kilometres.
    pub radius_km: f64,
}

/// A place by its readings: the circles that its name, or names, can mean. None where nothing is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// The circles, the likeliest first.
    pub readings: Vec<Circle>,
}

impl Point {
    /// The distance along the surface in kilometres, by the haversine formula (Sinnott 1984), on a sphere: at most 0.5 % off.
    pub fn distance_km(&self, other: &Self) -> f64 {
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let across = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let chord = half(self.latitude, other.latitude) + across * half(self.longitude, other.longitude);
        2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Whether two points lie no more than `km` apart.
    pub fn within_km(&self, other: &Self, km: f64) -> bool {
        self.distance_km(other) <= km
    }
}

impl Circle {
    /// A point that is known exactly.
    pub const fn at(centre: Point) -> Self {
        Self { centre, radius_km: 0.0 }
    }

    /// The least and the most that something in one circle and something in the other lie apart, in kilometres.
    pub fn distance_km(&self, other: &Self) -> (f64, f64) {
        let (between, reach) = (self.centre.distance_km(&other.centre), self.radius_km + other.radius_km);
        // No two points are further apart than half the way round.
        ((between - reach).max(0.0), (between + reach).min(EARTH_KM * std::f64::consts::PI))
    }

    /// Whether the circles share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.distance_km(other).0 <= 0.0
    }
}

impl Place {
    /// A place that is known to be here.
    pub fn at(centre: Point) -> Self {
        Self { readings: vec![Circle::at(centre)] }
    }

    /// The readings that meet one of `wholes`, as a town of a country does; none where the name means something else, or where a whole
    /// was misread.
    #[must_use]
    pub fn inside(&self, wholes: &[Circle]) -> Self {
        let meets = |circle: &&Circle| wholes.iter().any(|other| circle.meets(other));
        Self { readings: self.readings.iter().filter(meets).copied().collect() }
    }
}

/// The least and the most that two places lie apart in kilometres, over all their readings; `None` where one of them has none.
pub fn distance_km(a: &Place, b: &Place) -> Option<(f64, f64)> {
    let pairs = a.readings.iter().flat_map(|x| b.readings.iter().map(|y| x.distance_km(y)));
    pairs.reduce(|(least, most), (min, max)| (least.min(min), most.max(max)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn point(latitude: f64, longitude: f64) -> Point {
        Point { latitude, longitude }
    }

    const fn circle(latitude: f64, longitude: f64, radius_km: f64) -> Circle {
        Circle { centre: point(latitude, longitude), radius_km }
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        // One degree of the equator, a quarter of a meridian, and across the date line.
        for (a, b, km) in [
            (point(0.0, 0.0), point(0.0, 1.0), 111.19),
            (point(0.0, 30.0), point(90.0, 0.0), 10_007.5),
            (point(10.0, 179.5), point(10.0, -179.5), 109.5),
            (point(0.0, 0.0), point(0.0, 180.0), 20_015.1),
        ] {
            assert!((a.distance_km(&b) - km).abs() < km * 0.001, "{a:?} {b:?}: {}", a.distance_km(&b));
        }
        assert!(point(0.0, 0.0).within_km(&point(0.0, 1.0), 112.0));
        assert!(!point(0.0, 0.0).within_km(&point(0.0, 1.0), 111.0));
    }

    #[test]
    fn a_distance_honours_the_uncertainty_of_both() {
        let (min, max) = circle(0.0, 0.0, 10.0).distance_km(&circle(0.0, 1.0, 5.0));
        assert!((min - 96.19).abs() < 0.1 && (max - 126.19).abs() < 0.1, "{min} {max}");
        assert!(circle(0.0, 0.0, 100.0).distance_km(&circle(0.0, 1.0, 50.0)).0 <= 0.0);
    }

    #[test]
    fn a_name_with_two_readings_keeps_both() {
        let two = Place { readings: vec![circle(0.0, 0.0, 1.0), circle(0.0, 40.0, 1.0)] };
        let (min, max) = distance_km(&two, &Place::at(point(0.0, 0.0))).expect("both known");
        assert!(min <= 0.0 && max > 4000.0, "{min} {max}");
        assert_eq!(distance_km(&two, &Place::default()), None);
        assert_eq!(two.inside(&[circle(0.0, 41.0, 300.0)]).readings, [circle(0.0, 40.0, 1.0)]);
        assert_eq!(two.inside(&[circle(60.0, 0.0, 300.0)]), Place::default());
    }

    proptest! {
        #[test]
        fn a_distance_is_symmetric_and_holds_every_pair_of_points(
            a in (-80.0..80.0, -180.0..180.0, 0.0..500.0), b in (-80.0..80.0, -180.0..180.0, 0.0..500.0),
            north in -0.7..0.7, east in -0.7..0.7,
        ) {
            let (a, b) = (circle(a.0, a.1, a.2), circle(b.0, b.1, b.2));
            let ((min, max), (back_min, back_max)) = (a.distance_km(&b), b.distance_km(&a));
            prop_assert!((min - back_min).abs() < 1e-6 && (max - back_max).abs() < 1e-6);
            // A point in the first circle, reached by steps that stay inside it.
            let step = a.radius_km / 111.2;
            let narrow = a.centre.latitude.to_radians().cos();
            let inside = point(a.centre.latitude + north * step, a.centre.longitude + east * step * narrow);
            prop_assume!(inside.within_km(&a.centre, a.radius_km));
            let apart = inside.distance_km(&b.centre);
            prop_assert!(min <= apart + 1e-6 && apart <= max + 1e-6, "{min} {apart} {max}");
        }
    }
}
