//! Distances on the earth.

/// Mean radius of the earth in kilometres (IUGG), as the exchange format says.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point in degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
}

/// Kilometres along the great circle by the haversine formula, unrounded.
#[must_use]
pub fn km(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let turn = (b.lon - a.lon).to_radians();
    let h = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * (turn / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// Kilometres rounded to the nearest integer, half up.
#[must_use]
pub fn rounded_km(a: Point, b: Point) -> i64 {
    (km(a, b) + 0.5).floor() as i64
}

/// Whether `b` is at most `most` kilometres from `a`; 1e-9 km are allowed for rounding.
#[must_use]
pub fn within(a: Point, b: Point, most: Option<f64>) -> bool {
    most.is_none_or(|most| km(a, b) <= most + 1e-9)
}

/// Minutes needed from one station to another: none at the same place of duty, else `15 + ceil(2 km)`.
#[must_use]
pub fn way_minutes(a: Point, b: Point) -> i32 {
    15 + (2.0 * km(a, b)).ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let a = Point {
            lat: 30.0,
            lon: 104.0,
        };
        let b = Point {
            lat: 31.0,
            lon: 104.0,
        };
        assert!((km(a, b) - 111.195_08).abs() < 1e-3);
        assert_eq!(rounded_km(a, b), 111);
        assert_eq!(way_minutes(a, b), 15 + 223);
    }

    #[test]
    fn a_limit_of_zero_allows_the_place_itself_only() {
        let a = Point {
            lat: 30.0,
            lon: 104.0,
        };
        let b = Point {
            lat: 30.001,
            lon: 104.0,
        };
        assert!(within(a, a, Some(0.0)) && !within(a, b, Some(0.0)) && within(a, b, None));
    }
}
