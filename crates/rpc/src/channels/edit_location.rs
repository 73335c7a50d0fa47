//! `channels.editLocation channel:InputChannel geo_point:InputGeoPoint address:string = Bool`: where a supergroup is, or
//! nowhere.

use store::records::{channels::Location, place::Place};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, GEO_POINT_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::EditLocation,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let location = match &request.geo_point {
        enums::InputGeoPoint::InputGeoPointEmpty => None,
        enums::InputGeoPoint::InputGeoPoint(point) => {
            let on_earth = (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.long);
            if !on_earth {
                return Err(GEO_POINT_INVALID);
            }
            let place = Place { latitude: point.lat, longitude: point.long, accuracy: None };
            Some(Location { place, address: request.address.trim().to_owned() })
        }
    };
    call.domain().channels.set_location(call.by()?, id, location).await?;
    Ok(true)
}
