//! Zones: is a place inside, outside, or can that not be established?
//!
//! Shapes are GeoJSON (RFC 7946): WGS 84 degrees, edges straight in longitude and latitude. A position counts with its stated
//! uncertainty as a circle; it is inside only where the whole circle is. Distances are along the sphere of mean radius 6371.0088 km.

use assize_record::{BlobHash, proposition::Point};
use geo::{Contains, CoordsIter, LinesIter, MultiPolygon};
use geojson::GeometryValue;
use serde::Serialize;
use std::collections::BTreeMap;

const EARTH_RADIUS_KM: f64 = 6371.0088;
/// Longest piece of an edge, in degrees, that is measured in one flat projection.
const PIECE_DEGREES: f64 = 0.25;

/// Zone shapes by the hash of their GeoJSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shapes(BTreeMap<BlobHash, Shape>);

/// The area of one zone version.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    area: MultiPolygon<f64>,
    crosses_antimeridian: bool,
}

/// Where a position lies in relation to a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Inside, outside, or neither for certain.
    pub verdict: Verdict,
    /// From the stated position to the nearest edge of the zone, in kilometres; with one decimal where the position is known within ten.
    pub edge_km: String,
    /// The stated uncertainty of the position in kilometres.
    pub within_km: u64,
    /// Whether the zone crosses the 180th meridian.
    pub crosses_antimeridian: bool,
}

/// The answer of a place test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The whole of the position's circle lies in the zone.
    Inside,
    /// None of it does.
    Outside,
    /// Some of it does.
    CannotBeEstablished,
}

crate::named!(Verdict);

/// Why a shape or a position cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// Not GeoJSON.
    #[error("the shape of the zone is not GeoJSON: {0}")]
    GeoJson(String),
    /// GeoJSON without an area, or with one that is broken.
    #[error("the shape of the zone {0}: give one or more polygons")]
    Shape(&'static str),
    /// A position outside the globe.
    #[error("`{lat}, {lon}` is not a position: latitude -90 to 90, longitude -180 to 180, as decimals")]
    Position {
        /// Latitude as given.
        lat: String,
        /// Longitude as given.
        lon: String,
    },
}

impl Shapes {
    /// Reads a shape and keeps it under the hash of its bytes.
    ///
    /// # Errors
    /// [`ZoneError`] where it is no GeoJSON area.
    pub fn add(&mut self, hash: BlobHash, geojson: &str) -> Result<(), ZoneError> {
        self.0.insert(hash, Shape::parse(geojson)?);
        Ok(())
    }

    /// The shape of that hash.
    pub fn get(&self, hash: &BlobHash) -> Option<&Shape> {
        self.0.get(hash)
    }
}

impl Shape {
    /// Reads the polygons of a GeoJSON text.
    ///
    /// # Errors
    /// [`ZoneError`] where there is none, or one is broken.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let geojson: geojson::GeoJson =
            text.parse().map_err(|error: geojson::Error| ZoneError::GeoJson(error.to_string()))?;
        let mut polygons = Vec::new();
        collect(&geojson, &mut polygons)?;
        if polygons.is_empty() {
            return Err(ZoneError::Shape("has no polygon"));
        }
        let mut crosses = false;
        for polygon in &mut polygons {
            for corner in polygon.coords_iter() {
                let on_globe = (-180.0..=180.0).contains(&corner.x) && (-90.0..=90.0).contains(&corner.y);
                if !on_globe {
                    return Err(ZoneError::Shape("leaves the globe"));
                }
            }
            if polygon.exterior().0.len() < 4 {
                return Err(ZoneError::Shape("has a ring of fewer than three corners"));
            }
            // An edge over more than half the globe is meant the short way round.
            if polygon.lines_iter().any(|line| (line.end.x - line.start.x).abs() > 180.0) {
                crosses = true;
                *polygon = unwrapped(polygon);
            }
        }
        let touches = |meridian: f64| {
            polygons.iter().any(|polygon| polygon.coords_iter().any(|corner| corner.x == meridian))
        };
        crosses = crosses || touches(180.0) && touches(-180.0);
        Ok(Self { area: MultiPolygon(polygons), crosses_antimeridian: crosses })
    }

    /// The outlines of its areas, in degrees east and north; beyond 180 degrees east where one crosses that meridian.
    pub fn outlines(&self) -> impl Iterator<Item = Vec<(f64, f64)>> + '_ {
        self.area
            .iter()
            .map(|polygon| polygon.exterior().coords().map(|corner| (corner.x, corner.y)).collect())
    }

    /// Places a position.
    ///
    /// # Errors
    /// [`ZoneError::Position`] where it is none.
    pub fn place(&self, point: &Point) -> Result<Placement, ZoneError> {
        let bad = || ZoneError::Position { lat: point.lat.clone(), lon: point.lon.clone() };
        let degrees = |text: &str, limit: f64| {
            text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= limit).ok_or_else(bad)
        };
        let (lon, lat) = (degrees(&point.lon, 180.0)?, degrees(&point.lat, 90.0)?);
        // The same place under three names, so that a zone across the 180th meridian is met whichever side it is drawn on.
        let names = [lon - 360.0, lon, lon + 360.0];
        let contained = names.iter().any(|lon| self.area.contains(&geo::Point::new(*lon, lat)));
        let edge_km =
            names.iter().map(|lon| self.distance_to_edge_km(*lon, lat)).fold(f64::INFINITY, f64::min);
        // Positions have at most 2^53 km of uncertainty; anything near that covers the globe.
        let within = point.within_km as f64;
        let verdict = match contained {
            _ if edge_km <= within => Verdict::CannotBeEstablished,
            true => Verdict::Inside,
            false => Verdict::Outside,
        };
        Ok(Placement {
            verdict,
            // No tenths beside a place that is known to some ten kilometres.
            edge_km: if point.within_km >= 10 { format!("{edge_km:.0}") } else { format!("{edge_km:.1}") },
            within_km: point.within_km,
            crosses_antimeridian: self.crosses_antimeridian,
        })
    }

    fn distance_to_edge_km(&self, lon: f64, lat: f64) -> f64 {
        let mut nearest = f64::INFINITY;
        for line in self.area.lines_iter() {
            // The seam between two halves of one zone is no edge.
            if line.start.x.abs() == 180.0 && line.start.x == line.end.x && self.crosses_antimeridian {
                continue;
            }
            let (dx, dy) = (line.end.x - line.start.x, line.end.y - line.start.y);
            // At most 360 / 0.25 pieces by the check of the globe above.
            let pieces = (dx.abs().max(dy.abs()) / PIECE_DEGREES).ceil().max(1.0);
            for piece in 0..pieces as u32 {
                let at = |part: f64| (line.start.x + dx * part / pieces, line.start.y + dy * part / pieces);
                let ends = (at(f64::from(piece)), at(f64::from(piece) + 1.0));
                nearest = nearest.min(distance_to_piece_km((lon, lat), ends));
            }
        }
        nearest
    }
}

type LonLat = (f64, f64);

fn distance_to_piece_km(point: LonLat, (a, b): (LonLat, LonLat)) -> f64 {
    let shrink = (a.1.to_radians().cos() + b.1.to_radians().cos()) / 2.0;
    let (dx, dy) = ((b.0 - a.0) * shrink, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 {
        0.0
    } else {
        (((point.0 - a.0) * shrink * dx + (point.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    };
    haversine_km(point, (a.0 + (b.0 - a.0) * along, a.1 + (b.1 - a.1) * along))
}

fn haversine_km(a: LonLat, b: LonLat) -> f64 {
    let (lat_a, lat_b) = (a.1.to_radians(), b.1.to_radians());
    let (dlat, dlon) = ((b.1 - a.1).to_radians(), (b.0 - a.0).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

fn unwrapped(polygon: &geo::Polygon<f64>) -> geo::Polygon<f64> {
    let shift = |ring: &geo::LineString<f64>| {
        ring.0
            .iter()
            .map(|corner| geo::coord! { x: if corner.x < 0.0 { corner.x + 360.0 } else { corner.x }, y: corner.y })
            .collect::<geo::LineString<f64>>()
    };
    geo::Polygon::new(shift(polygon.exterior()), polygon.interiors().iter().map(shift).collect())
}

fn collect(geojson: &geojson::GeoJson, polygons: &mut Vec<geo::Polygon<f64>>) -> Result<(), ZoneError> {
    let geometries: Vec<&geojson::Geometry> = match geojson {
        geojson::GeoJson::Geometry(geometry) => vec![geometry],
        geojson::GeoJson::Feature(feature) => feature.geometry.iter().collect(),
        geojson::GeoJson::FeatureCollection(all) => {
            all.features.iter().filter_map(|feature| feature.geometry.as_ref()).collect()
        }
    };
    let mut rest: Vec<&geojson::GeometryValue> = geometries.iter().map(|geometry| &geometry.value).collect();
    while let Some(geometry) = rest.pop() {
        match geometry {
            GeometryValue::Polygon { coordinates } => polygons.push(polygon(coordinates)?),
            GeometryValue::MultiPolygon { coordinates } => {
                for rings in coordinates {
                    polygons.push(polygon(rings)?);
                }
            }
            GeometryValue::GeometryCollection { geometries } => {
                rest.extend(geometries.iter().map(|geometry| &geometry.value));
            }
            _ => return Err(ZoneError::Shape("holds something that is no area")),
        }
    }
    Ok(())
}

fn polygon(rings: &[Vec<geojson::Position>]) -> Result<geo::Polygon<f64>, ZoneError> {
    let corner = |position: &geojson::Position| match position.as_slice() {
        [lon, lat, ..] => Ok(geo::coord! { x: *lon, y: *lat }),
        _ => Err(ZoneError::Shape("has a corner without longitude and latitude")),
    };
    let ring =
        |ring: &Vec<geojson::Position>| ring.iter().map(corner).collect::<Result<geo::LineString<f64>, _>>();
    let Some((exterior, interiors)) = rings.split_first() else {
        return Err(ZoneError::Shape("has a polygon without a ring"));
    };
    Ok(geo::Polygon::new(ring(exterior)?, interiors.iter().map(ring).collect::<Result<_, _>>()?))
}
