//! Where people's files are: the data folder, or a bucket behind it. A folder whose files went into a bucket does not
//! start without it, since nobody would find them.

use std::path::PathBuf;

use blob::{Blobs, Folder};
use blob_s3::{BucketError, Place, Store};
use world::World;
use zeroize::Zeroizing;

use crate::{
    config::{BucketSecret, BucketSettings},
    data_folder::{DataFolder, FolderError, files::read_secret},
};

/// Why people's files cannot be reached; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The bucket, or the key that opens it.
    #[error("people's files cannot be kept in {place}: {error}; look at the settings that begin with s3_")]
    Bucket {
        /// Which.
        place: String,
        /// What is wrong.
        error: BucketError,
    },
    /// There is no such file.
    #[error("`s3_secret_file` names {}, which is not there", path.display())]
    NoSecret {
        /// The file.
        path: PathBuf,
    },
    /// They lie somewhere else.
    #[error(
        "people's files lie in {noted}, but {}; set it back, or bring them over first and say so in {}",
        match set { Some(set) => format!("the settings say {set}"), None => "`s3_bucket` is not set".to_owned() },
        path.display()
    )]
    Elsewhere {
        /// Where they are.
        noted: String,
        /// Where the settings say that they are.
        set: Option<String>,
        /// The file that knows.
        path: PathBuf,
    },
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// People's files.
pub(crate) struct Files {
    pub(crate) blobs: Blobs,
    /// To be kept moving.
    pub(crate) bucket: Option<Store>,
}

/// Opens the files of a data folder. A bucket that is used for the first time has to answer.
pub(crate) async fn open(
    settings: Option<&BucketSettings>,
    folder: &DataFolder,
    world: &World,
) -> Result<Files, FilesError> {
    let near = Folder::new(folder.files());
    let Some((store, place)) = looked_at(settings, folder, world)? else {
        return Ok(Files { blobs: Blobs::in_folder(near), bucket: None });
    };
    let noted = folder.bucket()?.is_some();
    match store.prove().await {
        Ok(()) if noted => {}
        Ok(()) => folder.note_bucket(&place.to_string())?,
        Err(error @ (BucketError::Silent | BucketError::Fails)) if noted => {
            tracing::warn!(%error, "files that lie in the bucket cannot be read until it answers");
        }
        Err(error) => return Err(FilesError::Bucket { place: place.to_string(), error }),
    }
    Ok(Files { blobs: store.blobs(), bucket: Some(store) })
}

/// Whether a bucket that is set up is there and takes the key, for whoever asks how things stand; nothing is noted.
pub(crate) async fn look(
    settings: Option<&BucketSettings>,
    folder: &DataFolder,
    world: &World,
) -> Result<Option<String>, FilesError> {
    let Some((store, place)) = looked_at(settings, folder, world)? else { return Ok(None) };
    let place = place.to_string();
    match store.prove().await {
        Ok(()) => Ok(Some(place)),
        Err(error) => Err(FilesError::Bucket { place, error }),
    }
}

/// The bucket, if one is set up and if it is the one in which the files are.
fn looked_at(
    settings: Option<&BucketSettings>,
    folder: &DataFolder,
    world: &World,
) -> Result<Option<(Store, Place)>, FilesError> {
    let place = settings.map(place).transpose()?;
    let set = place.as_ref().map(Place::to_string);
    if let Some(noted) = folder.bucket()?.filter(|noted| set.as_ref() != Some(noted)) {
        return Err(FilesError::Elsewhere { noted, set, path: folder.bucket_note() });
    }
    let Some(place) = place else { return Ok(None) };
    let store = Store::open(Folder::new(folder.files()), &place, world);
    let store = store.map_err(|error| FilesError::Bucket { place: place.to_string(), error })?;
    Ok(Some((store, place)))
}

fn place(settings: &BucketSettings) -> Result<Place, FilesError> {
    let secret = match &settings.secret {
        BucketSecret::Given(secret) => secret.clone(),
        BucketSecret::File(path) => {
            let bytes = read_secret(path)?.ok_or_else(|| FilesError::NoSecret { path: path.clone() })?;
            Zeroizing::new(String::from_utf8_lossy(bytes.trim_ascii()).into_owned())
        }
    };
    let BucketSettings { endpoint, region, name, prefix, key_id, .. } = settings.clone();
    Ok(Place { endpoint, region, name, prefix, key_id: key_id.as_str().to_owned(), secret })
}
