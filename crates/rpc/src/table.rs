//! The table of all methods: request, handler, who may call it, what it costs. Sorted by name.
//!
//! A method of the schema that is not here stands in `not_served.txt`; a test walks the schema and finds each
//! in one of the two. What is in neither is refused: a method cannot be called by being forgotten.

use tl::{Function, Writer, functions};
use world::BoxFuture;

use crate::{Call, dispatch, errors::Error};

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Also a key that nobody has signed in with.
    Anyone,
    /// A key with a person, and one that waits for the person's two-step password.
    Entering,
    /// A key with a person.
    SignedIn,
    /// Answered below, where keys and wrappers are known; a call that gets here is refused.
    Edge,
}

/// What a call costs, for the limits on calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Answered from memory.
    Light,
    /// Reads a bounded part of a box or of records.
    Read,
    /// Walks many records.
    Scan,
    /// Writes durably.
    Write,
    /// Signing in and what guesses could be tried on.
    Guess,
}

/// Decodes, runs and encodes one method.
pub type Run = for<'a> fn(&'a Call<'a>, &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>, Error>>;

/// One line of the table.
pub struct Method {
    /// The newest name, such as `messages.sendMessage`.
    pub name: &'static str,
    /// Who may call it.
    pub who: Who,
    /// What it costs.
    pub cost: Cost,
    /// What runs it; absent for what the edge answers.
    pub run: Option<Run>,
}

impl Method {
    /// The line of a method; none if it is not served.
    pub fn find(name: &str) -> Option<&'static Method> {
        METHODS.binary_search_by(|method| method.name.cmp(name)).ok().and_then(|at| METHODS.get(at))
    }
}

macro_rules! methods {
    (@line edge $name:literal) => {
        Method { name: $name, who: Who::Edge, cost: Cost::Light, run: None }
    };
    (@line serve $space:ident $handler:ident $request:ident $who:ident $cost:ident) => {
        Method {
            name: <functions::$space::$request as Function>::NAME,
            who: Who::$who,
            cost: Cost::$cost,
            run: Some(|call, body| {
                Box::pin(async move {
                    let request: functions::$space::$request = dispatch::decode_request(body)?;
                    let response = crate::$space::$handler::handle(call, request).await?;
                    let mut writer = Writer::new(call.caller.layer);
                    functions::$space::$request::encode_response(&response, &mut writer);
                    Ok(writer.into_bytes())
                })
            }),
        }
    };
    ($($kind:ident $($name:literal)? $($space:ident :: $handler:ident $request:ident $who:ident $cost:ident)? ;)*) => {
        /// All methods that are served, sorted by name.
        pub static METHODS: &[Method] =
            &[$(methods!(@line $kind $($name)? $($space $handler $request $who $cost)?)),*];
    };
}

methods! {
    serve account::cancel_password_email                CancelPasswordEmail              SignedIn Write;
    serve account::change_phone                           ChangePhone                      SignedIn Guess;
    serve account::check_username                       CheckUsername                    SignedIn Read;
    serve account::clear_recent_emoji_statuses            ClearRecentEmojiStatuses         SignedIn Write;
    serve account::confirm_password_email               ConfirmPasswordEmail             SignedIn Guess;
    serve account::create_theme                           CreateTheme                      SignedIn Write;
    serve account::decline_password_reset               DeclinePasswordReset             SignedIn Write;
    serve account::delete_account                       DeleteAccount                    Entering Write;
    serve account::delete_auto_save_exceptions            DeleteAutoSaveExceptions         SignedIn Write;
    serve account::delete_passkey                         DeletePasskey                    SignedIn Write;
    serve account::delete_web_browser_settings_exceptions DeleteWebBrowserSettingsExceptions SignedIn Write;
    serve account::finish_takeout_session                 FinishTakeoutSession             SignedIn Write;
    serve account::get_account_ttl                      GetAccountTTL                    SignedIn Light;
    serve account::get_authorizations                   GetAuthorizations                SignedIn Read;
    serve account::get_auto_download_settings             GetAutoDownloadSettings          SignedIn Light;
    serve account::get_auto_save_settings                 GetAutoSaveSettings              SignedIn Read;
    serve account::get_business_chat_links              GetBusinessChatLinks             SignedIn Light;
    serve account::get_channel_default_emoji_statuses   GetChannelDefaultEmojiStatuses   SignedIn Light;
    serve account::get_channel_restricted_status_emojis GetChannelRestrictedStatusEmojis SignedIn Light;
    serve account::get_chat_themes                      GetChatThemes                    SignedIn Light;
    serve account::get_collectible_emoji_statuses       GetCollectibleEmojiStatuses      SignedIn Light;
    serve account::get_connected_bots                   GetConnectedBots                 SignedIn Light;
    serve account::get_contact_sign_up_notification     GetContactSignUpNotification     SignedIn Light;
    serve account::get_content_settings                 GetContentSettings               SignedIn Light;
    serve account::get_default_background_emojis        GetDefaultBackgroundEmojis       SignedIn Light;
    serve account::get_default_emoji_statuses           GetDefaultEmojiStatuses          SignedIn Light;
    serve account::get_default_group_photo_emojis       GetDefaultGroupPhotoEmojis       SignedIn Light;
    serve account::get_default_profile_photo_emojis     GetDefaultProfilePhotoEmojis     SignedIn Light;
    serve account::get_global_privacy_settings          GetGlobalPrivacySettings         SignedIn Light;
    serve account::get_multi_wall_papers                  GetMultiWallPapers               SignedIn Read;
    serve account::get_notify_exceptions                GetNotifyExceptions              SignedIn Scan;
    serve account::get_notify_settings                  GetNotifySettings                SignedIn Light;
    serve account::get_passkeys                         GetPasskeys                      SignedIn Read;
    serve account::get_password                         GetPassword                      Entering Guess;
    serve account::get_password_settings                GetPasswordSettings              SignedIn Guess;
    serve account::get_privacy                          GetPrivacy                       SignedIn Light;
    serve account::get_reactions_notify_settings          GetReactionsNotifySettings       SignedIn Light;
    serve account::get_recent_emoji_statuses            GetRecentEmojiStatuses           SignedIn Light;
    serve account::get_saved_music_ids                    GetSavedMusicIds                 SignedIn Light;
    serve account::get_saved_ringtones                  GetSavedRingtones                SignedIn Light;
    serve account::get_theme                              GetTheme                         SignedIn Read;
    serve account::get_themes                           GetThemes                        SignedIn Light;
    serve account::get_tmp_password                     GetTmpPassword                   SignedIn Guess;
    serve account::get_wall_paper                         GetWallPaper                     SignedIn Read;
    serve account::get_wall_papers                      GetWallPapers                    SignedIn Light;
    serve account::get_web_authorizations               GetWebAuthorizations             SignedIn Light;
    serve account::get_web_browser_settings               GetWebBrowserSettings            SignedIn Light;
    serve account::init_passkey_registration              InitPasskeyRegistration          SignedIn Guess;
    serve account::init_takeout_session                   InitTakeoutSession               SignedIn Write;
    serve account::install_theme                          InstallTheme                     SignedIn Write;
    serve account::install_wall_paper                     InstallWallPaper                 SignedIn Write;
    serve account::invalidate_sign_in_codes             InvalidateSignInCodes            SignedIn Light;
    serve account::register_device                        RegisterDevice                   SignedIn Write;
    serve account::register_passkey                       RegisterPasskey                  SignedIn Guess;
    serve account::reorder_usernames                     ReorderUsernames                 SignedIn Light;
    serve account::report_peer                            ReportPeer                       SignedIn Write;
    serve account::report_profile_photo                   ReportProfilePhoto               SignedIn Write;
    serve account::resend_password_email                ResendPasswordEmail              SignedIn Guess;
    serve account::reset_authorization                  ResetAuthorization               SignedIn Write;
    serve account::reset_notify_settings                ResetNotifySettings              SignedIn Write;
    serve account::reset_password                       ResetPassword                    SignedIn Write;
    serve account::reset_wall_papers                      ResetWallPapers                  SignedIn Write;
    serve account::reset_web_authorizations             ResetWebAuthorizations           SignedIn Light;
    serve account::save_auto_download_settings            SaveAutoDownloadSettings         SignedIn Write;
    serve account::save_auto_save_settings                SaveAutoSaveSettings             SignedIn Write;
    serve account::save_music                             SaveMusic                        SignedIn Write;
    serve account::save_ringtone                       SaveRingtone                     SignedIn Write;
    serve account::save_theme                             SaveTheme                        SignedIn Write;
    serve account::save_wall_paper                        SaveWallPaper                    SignedIn Write;
    serve account::send_change_phone_code                 SendChangePhoneCode              SignedIn Guess;
    serve account::send_verify_email_code               SendVerifyEmailCode              Anyone   Guess;
    serve account::set_account_ttl                      SetAccountTTL                    SignedIn Write;
    serve account::set_authorization_ttl                SetAuthorizationTTL              SignedIn Write;
    serve account::set_contact_sign_up_notification     SetContactSignUpNotification     SignedIn Write;
    serve account::set_content_settings                   SetContentSettings               SignedIn Write;
    serve account::set_global_privacy_settings          SetGlobalPrivacySettings         SignedIn Write;
    serve account::set_main_profile_tab                   SetMainProfileTab                SignedIn Write;
    serve account::set_privacy                          SetPrivacy                       SignedIn Write;
    serve account::set_reactions_notify_settings          SetReactionsNotifySettings       SignedIn Write;
    serve account::toggle_username                       ToggleUsername                   SignedIn Light;
    serve account::toggle_web_browser_settings_exception  ToggleWebBrowserSettingsException SignedIn Write;
    serve account::unregister_device                      UnregisterDevice                 SignedIn Write;
    serve account::update_birthday                      UpdateBirthday                   SignedIn Write;
    serve account::update_color                           UpdateColor                      SignedIn Write;
    serve account::update_device_locked                   UpdateDeviceLocked               SignedIn Write;
    serve account::update_emoji_status                    UpdateEmojiStatus                SignedIn Write;
    serve account::update_notify_settings               UpdateNotifySettings             SignedIn Write;
    serve account::update_password_settings             UpdatePasswordSettings           SignedIn Guess;
    serve account::update_personal_channel                UpdatePersonalChannel            SignedIn Write;
    serve account::update_profile                       UpdateProfile                    SignedIn Write;
    serve account::update_status                        UpdateStatus                     SignedIn Read;
    serve account::update_theme                           UpdateTheme                      SignedIn Write;
    serve account::update_username                      UpdateUsername                   SignedIn Write;
    serve account::update_web_browser_settings            UpdateWebBrowserSettings         SignedIn Write;
    serve account::upload_ringtone                     UploadRingtone                   SignedIn Write;
    serve account::upload_theme                           UploadTheme                      SignedIn Write;
    serve account::upload_wall_paper                      UploadWallPaper                  SignedIn Write;
    serve account::verify_email                         VerifyEmail                      Anyone   Guess;
    serve auth::accept_login_token                      AcceptLoginToken                 SignedIn Guess;
    edge "auth.bindTempAuthKey";
    serve auth::cancel_code                             CancelCode                       Anyone   Guess;
    serve auth::check_password                          CheckPassword                    Entering Guess;
    serve auth::check_recovery_password                 CheckRecoveryPassword            Entering Guess;
    edge "auth.dropTempAuthKeys";
    serve auth::export_authorization                    ExportAuthorization              SignedIn Light;
    serve auth::export_login_token                      ExportLoginToken                 Anyone   Guess;
    serve auth::finish_passkey_login                    FinishPasskeyLogin               Anyone   Guess;
    serve auth::import_authorization                    ImportAuthorization              Anyone   Guess;
    serve auth::import_login_token                      ImportLoginToken                 Anyone   Guess;
    serve auth::init_passkey_login                      InitPasskeyLogin                 Anyone   Guess;
    serve auth::log_out                                 LogOut                           Entering Write;
    serve auth::recover_password                        RecoverPassword                  Entering Guess;
    serve auth::report_missing_code                 ReportMissingCode                Anyone   Guess;
    serve auth::request_password_recovery               RequestPasswordRecovery          Entering Guess;
    serve auth::resend_code                             ResendCode                       Anyone   Guess;
    serve auth::reset_authorizations                    ResetAuthorizations              SignedIn Write;
    serve auth::reset_login_email                       ResetLoginEmail                  Anyone   Guess;
    serve auth::send_code                               SendCode                         Anyone   Guess;
    serve auth::sign_in                                 SignIn                           Anyone   Guess;
    serve auth::sign_up                                 SignUp                           Anyone   Guess;
    serve channels::check_search_posts_flood               CheckSearchPostsFlood            SignedIn Light;
    serve channels::check_username                       CheckUsername                    SignedIn Read;
    serve channels::convert_to_gigagroup                 ConvertToGigagroup               SignedIn Write;
    serve channels::create_channel                       CreateChannel                    SignedIn Write;
    serve channels::deactivate_all_usernames               DeactivateAllUsernames           SignedIn Read;
    serve channels::delete_channel                       DeleteChannel                    SignedIn Write;
    serve channels::delete_history                         DeleteHistory                    SignedIn Write;
    serve channels::delete_messages                      DeleteMessages                   SignedIn Write;
    serve channels::delete_participant_history           DeleteParticipantHistory         SignedIn Scan;
    serve channels::edit_admin                           EditAdmin                        SignedIn Write;
    serve channels::edit_banned                          EditBanned                       SignedIn Write;
    serve channels::edit_location                        EditLocation                     SignedIn Write;
    serve channels::edit_photo                           EditPhoto                        SignedIn Write;
    serve channels::edit_title                           EditTitle                        SignedIn Write;
    serve channels::export_message_link                  ExportMessageLink                SignedIn Read;
    serve channels::get_admin_log                        GetAdminLog                      SignedIn Scan;
    serve channels::get_admined_public_channels          GetAdminedPublicChannels         SignedIn Scan;
    serve channels::get_channel_recommendations          GetChannelRecommendations        SignedIn Light;
    serve channels::get_channels                         GetChannels                      SignedIn Read;
    serve channels::get_full_channel                     GetFullChannel                   SignedIn Read;
    serve channels::get_groups_for_discussion            GetGroupsForDiscussion           SignedIn Scan;
    serve channels::get_inactive_channels                  GetInactiveChannels              SignedIn Scan;
    serve channels::get_left_channels                      GetLeftChannels                  SignedIn Scan;
    serve channels::get_message_author                     GetMessageAuthor                 SignedIn Read;
    serve channels::get_messages                         GetMessages                      SignedIn Read;
    serve channels::get_participant                      GetParticipant                   SignedIn Read;
    serve channels::get_participants                     GetParticipants                  SignedIn Scan;
    serve channels::get_send_as                          GetSendAs                        SignedIn Read;
    serve channels::invite_to_channel                    InviteToChannel                  SignedIn Write;
    serve channels::join_channel                         JoinChannel                      SignedIn Write;
    serve channels::leave_channel                        LeaveChannel                     SignedIn Write;
    serve channels::read_history                         ReadHistory                      SignedIn Write;
    serve channels::read_message_contents                ReadMessageContents              SignedIn Write;
    serve channels::reorder_usernames                      ReorderUsernames                 SignedIn Read;
    serve channels::report_anti_spam_false_positive      ReportAntiSpamFalsePositive      SignedIn Light;
    serve channels::report_spam                            ReportSpam                       SignedIn Write;
    serve channels::search_posts                           SearchPosts                      SignedIn Scan;
    serve channels::set_discussion_group                 SetDiscussionGroup               SignedIn Write;
    serve channels::set_emoji_stickers                   SetEmojiStickers                 SignedIn Write;
    serve channels::set_main_profile_tab                 SetMainProfileTab                SignedIn Write;
    serve channels::set_stickers                         SetStickers                      SignedIn Write;
    serve channels::toggle_anti_spam                     ToggleAntiSpam                   SignedIn Light;
    serve channels::toggle_autotranslation               ToggleAutotranslation            SignedIn Light;
    serve channels::toggle_forum                         ToggleForum                      SignedIn Write;
    serve channels::toggle_join_request                  ToggleJoinRequest                SignedIn Write;
    serve channels::toggle_join_to_send                  ToggleJoinToSend                 SignedIn Write;
    serve channels::toggle_participants_hidden           ToggleParticipantsHidden         SignedIn Write;
    serve channels::toggle_pre_history_hidden            TogglePreHistoryHidden           SignedIn Write;
    serve channels::toggle_signatures                    ToggleSignatures                 SignedIn Write;
    serve channels::toggle_slow_mode                     ToggleSlowMode                   SignedIn Write;
    serve channels::toggle_username                        ToggleUsername                   SignedIn Read;
    serve channels::toggle_view_forum_as_messages          ToggleViewForumAsMessages        SignedIn Write;
    serve channels::update_color                         UpdateColor                      SignedIn Write;
    serve channels::update_emoji_status                  UpdateEmojiStatus                SignedIn Write;
    serve channels::update_username                      UpdateUsername                   SignedIn Write;
    serve chatlists::check_chatlist_invite              CheckChatlistInvite              SignedIn Read;
    serve chatlists::delete_exported_invite             DeleteExportedInvite             SignedIn Write;
    serve chatlists::edit_exported_invite               EditExportedInvite               SignedIn Write;
    serve chatlists::export_chatlist_invite             ExportChatlistInvite             SignedIn Write;
    serve chatlists::get_chatlist_updates               GetChatlistUpdates               SignedIn Read;
    serve chatlists::get_exported_invites               GetExportedInvites               SignedIn Read;
    serve chatlists::get_leave_chatlist_suggestions     GetLeaveChatlistSuggestions      SignedIn Read;
    serve chatlists::hide_chatlist_updates              HideChatlistUpdates              SignedIn Write;
    serve chatlists::join_chatlist_invite               JoinChatlistInvite               SignedIn Write;
    serve chatlists::join_chatlist_updates              JoinChatlistUpdates              SignedIn Write;
    serve chatlists::leave_chatlist                     LeaveChatlist                    SignedIn Write;
    serve communities::create                                 Create                           SignedIn Write;
    serve communities::get_joined_communities                 GetJoinedCommunities             SignedIn Scan;
    serve communities::get_participant_joined_chats           GetParticipantJoinedChats        SignedIn Read;
    serve communities::get_peer_link_requests                 GetPeerLinkRequests              SignedIn Read;
    serve communities::toggle_all_peer_link_request_approval  ToggleAllPeerLinkRequestApproval SignedIn Write;
    serve communities::toggle_community_collapsed_in_dialogs  ToggleCommunityCollapsedInDialogs SignedIn Write;
    serve communities::toggle_participant_banned              ToggleParticipantBanned          SignedIn Write;
    serve communities::toggle_peer_link                       TogglePeerLink                   SignedIn Write;
    serve communities::toggle_peer_link_request_approval      TogglePeerLinkRequestApproval    SignedIn Write;
    serve contacts::accept_contact                      AcceptContact                    SignedIn Write;
    serve contacts::add_contact                         AddContact                       SignedIn Write;
    serve contacts::block                               Block                            SignedIn Write;
    serve contacts::delete_by_phones                    DeleteByPhones                   SignedIn Write;
    serve contacts::delete_contacts                     DeleteContacts                   SignedIn Write;
    serve contacts::edit_close_friends                  EditCloseFriends                 SignedIn Write;
    serve contacts::export_contact_token                  ExportContactToken               SignedIn Light;
    serve contacts::get_birthdays                       GetBirthdays                     SignedIn Scan;
    serve contacts::get_blocked                         GetBlocked                       SignedIn Scan;
    serve contacts::get_contact_ids                     GetContactIDs                    SignedIn Scan;
    serve contacts::get_contacts                        GetContacts                      SignedIn Scan;
    serve contacts::get_saved                           GetSaved                         SignedIn Light;
    serve contacts::get_sponsored_peers                 GetSponsoredPeers                SignedIn Light;
    serve contacts::get_statuses                        GetStatuses                      SignedIn Scan;
    serve contacts::get_top_peers                       GetTopPeers                      SignedIn Scan;
    serve contacts::import_contact_token                  ImportContactToken               SignedIn Guess;
    serve contacts::import_contacts                     ImportContacts                   SignedIn Write;
    serve contacts::reset_saved                         ResetSaved                       SignedIn Light;
    serve contacts::reset_top_peer_rating               ResetTopPeerRating               SignedIn Write;
    serve contacts::resolve_phone                       ResolvePhone                     SignedIn Read;
    serve contacts::resolve_username                    ResolveUsername                  SignedIn Read;
    serve contacts::search                              Search                           SignedIn Scan;
    serve contacts::set_blocked                         SetBlocked                       SignedIn Write;
    serve contacts::toggle_top_peers                    ToggleTopPeers                   SignedIn Write;
    serve contacts::unblock                             Unblock                          SignedIn Write;
    serve contacts::update_contact_note                 UpdateContactNote                SignedIn Write;
    serve folders::edit_peer_folders                    EditPeerFolders                  SignedIn Write;
    serve help::accept_terms_of_service                 AcceptTermsOfService             SignedIn Light;
    serve help::dismiss_suggestion                      DismissSuggestion                SignedIn Light;
    serve help::edit_user_info                            EditUserInfo                     SignedIn Light;
    serve help::get_app_config                          GetAppConfig                     Anyone   Light;
    serve help::get_app_update                          GetAppUpdate                     Anyone   Light;
    serve help::get_cdn_config                          GetCdnConfig                     Anyone   Light;
    serve help::get_config                              GetConfig                        Anyone   Light;
    serve help::get_countries_list                      GetCountriesList                 Anyone   Light;
    serve help::get_deep_link_info                      GetDeepLinkInfo                  Anyone   Light;
    serve help::get_invite_text                         GetInviteText                    SignedIn Light;
    serve help::get_nearest_dc                          GetNearestDc                     Anyone   Light;
    serve help::get_peer_colors                         GetPeerColors                    SignedIn Light;
    serve help::get_peer_profile_colors                 GetPeerProfileColors             SignedIn Light;
    serve help::get_premium_promo                         GetPremiumPromo                  SignedIn Light;
    serve help::get_promo_data                          GetPromoData                     SignedIn Light;
    serve help::get_recent_me_urls                      GetRecentMeUrls                  SignedIn Light;
    serve help::get_support                             GetSupport                       SignedIn Light;
    serve help::get_support_name                          GetSupportName                   SignedIn Light;
    serve help::get_terms_of_service_update             GetTermsOfServiceUpdate          SignedIn Light;
    serve help::get_timezones_list                        GetTimezonesList                 Anyone   Light;
    serve help::get_user_info                             GetUserInfo                      SignedIn Light;
    serve help::hide_promo_data                         HidePromoData                    SignedIn Light;
    serve help::save_app_log                            SaveAppLog                       Anyone   Light;
    edge "initConnection";
    edge "invokeAfterMsg";
    edge "invokeAfterMsgs";
    edge "invokeWithLayer";
    edge "invokeWithMessagesRange";
    edge "invokeWithTakeout";
    edge "invokeWithoutUpdates";
    serve langpack::get_difference                      GetDifference                    Anyone   Light;
    serve langpack::get_lang_pack                       GetLangPack                      Anyone   Light;
    serve langpack::get_language                        GetLanguage                      Anyone   Light;
    serve langpack::get_languages                       GetLanguages                     Anyone   Light;
    serve langpack::get_strings                         GetStrings                       Anyone   Light;
    serve messages::add_chat_user                       AddChatUser                      SignedIn Write;
    serve messages::add_poll_answer                      AddPollAnswer                    SignedIn Write;
    serve messages::append_todo_list                    AppendTodoList                   SignedIn Write;
    serve messages::check_chat_invite                    CheckChatInvite                  SignedIn Guess;
    serve messages::check_history_import                 CheckHistoryImport               SignedIn Light;
    serve messages::check_history_import_peer            CheckHistoryImportPeer           SignedIn Read;
    serve messages::clear_all_drafts                    ClearAllDrafts                   SignedIn Write;
    serve messages::clear_recent_reactions                ClearRecentReactions             SignedIn Write;
    serve messages::clear_recent_stickers          ClearRecentStickers              SignedIn Write;
    serve messages::create_chat                         CreateChat                       SignedIn Write;
    serve messages::create_forum_topic                   CreateForumTopic                 SignedIn Write;
    serve messages::delete_chat                         DeleteChat                       SignedIn Write;
    serve messages::delete_chat_user                    DeleteChatUser                   SignedIn Write;
    serve messages::delete_exported_chat_invite          DeleteExportedChatInvite         SignedIn Write;
    serve messages::delete_history                      DeleteHistory                    SignedIn Write;
    serve messages::delete_messages                     DeleteMessages                   SignedIn Write;
    serve messages::delete_participant_reaction          DeleteParticipantReaction        SignedIn Write;
    serve messages::delete_participant_reactions         DeleteParticipantReactions       SignedIn Write;
    serve messages::delete_poll_answer                   DeletePollAnswer                 SignedIn Write;
    serve messages::delete_revoked_exported_chat_invites DeleteRevokedExportedChatInvites SignedIn Write;
    serve messages::delete_saved_history                  DeleteSavedHistory               SignedIn Write;
    serve messages::delete_scheduled_messages              DeleteScheduledMessages          SignedIn Write;
    serve messages::delete_topic_history                 DeleteTopicHistory               SignedIn Write;
    serve messages::edit_chat_about                      EditChatAbout                    SignedIn Write;
    serve messages::edit_chat_admin                     EditChatAdmin                    SignedIn Write;
    serve messages::edit_chat_creator                      EditChatCreator                  SignedIn Guess;
    serve messages::edit_chat_default_banned_rights      EditChatDefaultBannedRights      SignedIn Write;
    serve messages::edit_chat_participant_rank           EditChatParticipantRank          SignedIn Write;
    serve messages::edit_chat_photo                      EditChatPhoto                    SignedIn Write;
    serve messages::edit_chat_title                     EditChatTitle                    SignedIn Write;
    serve messages::edit_exported_chat_invite            EditExportedChatInvite           SignedIn Write;
    serve messages::edit_forum_topic                     EditForumTopic                   SignedIn Write;
    serve messages::edit_message                        EditMessage                      SignedIn Write;
    serve messages::export_chat_invite                   ExportChatInvite                 SignedIn Write;
    serve messages::fave_sticker                   FaveSticker                      SignedIn Write;
    serve messages::forward_messages                    ForwardMessages                  SignedIn Write;
    serve messages::get_admins_with_invites              GetAdminsWithInvites             SignedIn Scan;
    serve messages::get_all_drafts                      GetAllDrafts                     SignedIn Read;
    serve messages::get_all_stickers               GetAllStickers                   SignedIn Read;
    serve messages::get_archived_stickers          GetArchivedStickers              SignedIn Read;
    serve messages::get_attached_stickers          GetAttachedStickers              SignedIn Read;
    serve messages::get_available_effects                 GetAvailableEffects              SignedIn Light;
    serve messages::get_available_reactions               GetAvailableReactions            SignedIn Light;
    serve messages::get_chat_invite_importers            GetChatInviteImporters           SignedIn Scan;
    serve messages::get_chats                           GetChats                         SignedIn Read;
    serve messages::get_common_chats                    GetCommonChats                   SignedIn Light;
    serve messages::get_custom_emoji_documents     GetCustomEmojiDocuments          SignedIn Read;
    serve messages::get_default_history_ttl             GetDefaultHistoryTTL             SignedIn Light;
    serve messages::get_default_tag_reactions             GetDefaultTagReactions           SignedIn Light;
    serve messages::get_dialog_filters                  GetDialogFilters                 SignedIn Read;
    serve messages::get_dialog_unread_marks             GetDialogUnreadMarks             SignedIn Read;
    serve messages::get_dialogs                         GetDialogs                       SignedIn Read;
    serve messages::get_discussion_message               GetDiscussionMessage             SignedIn Read;
    serve messages::get_document_by_hash                GetDocumentByHash                SignedIn Light;
    serve messages::get_emoji_game_info                 GetEmojiGameInfo                 SignedIn Light;
    serve messages::get_emoji_groups                     GetEmojiGroups                   SignedIn Light;
    serve messages::get_emoji_keywords                   GetEmojiKeywords                 SignedIn Light;
    serve messages::get_emoji_keywords_difference        GetEmojiKeywordsDifference       SignedIn Light;
    serve messages::get_emoji_keywords_languages         GetEmojiKeywordsLanguages        SignedIn Light;
    serve messages::get_emoji_profile_photo_groups       GetEmojiProfilePhotoGroups       SignedIn Light;
    serve messages::get_emoji_status_groups              GetEmojiStatusGroups             SignedIn Light;
    serve messages::get_emoji_sticker_groups             GetEmojiStickerGroups            SignedIn Light;
    serve messages::get_emoji_stickers             GetEmojiStickers                 SignedIn Read;
    serve messages::get_exported_chat_invite             GetExportedChatInvite            SignedIn Read;
    serve messages::get_exported_chat_invites            GetExportedChatInvites           SignedIn Scan;
    serve messages::get_faved_stickers             GetFavedStickers                 SignedIn Read;
    serve messages::get_featured_emoji_stickers    GetFeaturedEmojiStickers         SignedIn Read;
    serve messages::get_featured_stickers          GetFeaturedStickers              SignedIn Read;
    serve messages::get_forum_topics                     GetForumTopics                   SignedIn Scan;
    serve messages::get_forum_topics_by_id               GetForumTopicsByID               SignedIn Read;
    serve messages::get_full_chat                       GetFullChat                      SignedIn Read;
    serve messages::get_future_chat_creator_after_leave  GetFutureChatCreatorAfterLeave   SignedIn Light;
    serve messages::get_history                         GetHistory                       SignedIn Read;
    serve messages::get_mask_stickers              GetMaskStickers                  SignedIn Read;
    serve messages::get_message_edit_data               GetMessageEditData               SignedIn Read;
    serve messages::get_message_reactions_list            GetMessageReactionsList          SignedIn Read;
    serve messages::get_message_read_participants       GetMessageReadParticipants       SignedIn Read;
    serve messages::get_messages                        GetMessages                      SignedIn Read;
    serve messages::get_messages_reactions                GetMessagesReactions             SignedIn Read;
    serve messages::get_messages_views                  GetMessagesViews                 SignedIn Light;
    serve messages::get_my_stickers                GetMyStickers                    SignedIn Read;
    serve messages::get_old_featured_stickers      GetOldFeaturedStickers           SignedIn Light;
    serve messages::get_onlines                         GetOnlines                       SignedIn Read;
    serve messages::get_outbox_read_date                GetOutboxReadDate                SignedIn Scan;
    serve messages::get_peer_dialogs                    GetPeerDialogs                   SignedIn Read;
    serve messages::get_peer_settings                   GetPeerSettings                  SignedIn Read;
    serve messages::get_personal_channel_history         GetPersonalChannelHistory        SignedIn Read;
    serve messages::get_pinned_dialogs                  GetPinnedDialogs                 SignedIn Read;
    serve messages::get_pinned_saved_dialogs              GetPinnedSavedDialogs            SignedIn Scan;
    serve messages::get_poll_results                    GetPollResults                   SignedIn Read;
    serve messages::get_poll_votes                      GetPollVotes                     SignedIn Scan;
    serve messages::get_recent_locations                GetRecentLocations               SignedIn Scan;
    serve messages::get_recent_reactions                  GetRecentReactions               SignedIn Light;
    serve messages::get_recent_stickers            GetRecentStickers                SignedIn Read;
    serve messages::get_replies                          GetReplies                       SignedIn Read;
    serve messages::get_rich_message                    GetRichMessage                   SignedIn Read;
    serve messages::get_saved_dialogs                     GetSavedDialogs                  SignedIn Scan;
    serve messages::get_saved_dialogs_by_id               GetSavedDialogsByID              SignedIn Scan;
    serve messages::get_saved_gifs                 GetSavedGifs                     SignedIn Read;
    serve messages::get_saved_history                     GetSavedHistory                  SignedIn Scan;
    serve messages::get_saved_reaction_tags               GetSavedReactionTags             SignedIn Scan;
    serve messages::get_scheduled_history               GetScheduledHistory              SignedIn Read;
    serve messages::get_scheduled_messages                 GetScheduledMessages             SignedIn Read;
    serve messages::get_search_counters                 GetSearchCounters                SignedIn Light;
    serve messages::get_search_results_calendar            GetSearchResultsCalendar         SignedIn Scan;
    serve messages::get_search_results_positions           GetSearchResultsPositions        SignedIn Scan;
    serve messages::get_split_ranges                       GetSplitRanges                   SignedIn Light;
    serve messages::get_sticker_set                GetStickerSet                    SignedIn Read;
    serve messages::get_stickers                   GetStickers                      SignedIn Read;
    serve messages::get_suggested_dialog_filters        GetSuggestedDialogFilters        SignedIn Read;
    serve messages::get_top_reactions                     GetTopReactions                  SignedIn Light;
    serve messages::get_unread_mentions                 GetUnreadMentions                SignedIn Read;
    serve messages::get_unread_poll_votes                GetUnreadPollVotes               SignedIn Read;
    serve messages::get_unread_reactions                  GetUnreadReactions               SignedIn Read;
    serve messages::get_web_page                        GetWebPage                       SignedIn Read;
    serve messages::get_web_page_preview                GetWebPagePreview                SignedIn Read;
    serve messages::hide_all_chat_join_requests          HideAllChatJoinRequests          SignedIn Write;
    serve messages::hide_chat_join_request               HideChatJoinRequest              SignedIn Write;
    serve messages::hide_peer_settings_bar                 HidePeerSettingsBar              SignedIn Write;
    serve messages::import_chat_invite                   ImportChatInvite                 SignedIn Guess;
    serve messages::init_history_import                  InitHistoryImport                SignedIn Scan;
    serve messages::install_sticker_set            InstallStickerSet                SignedIn Write;
    serve messages::mark_dialog_unread                  MarkDialogUnread                 SignedIn Write;
    serve messages::migrate_chat                         MigrateChat                      SignedIn Write;
    serve messages::rate_transcribed_audio                RateTranscribedAudio             SignedIn Light;
    serve messages::read_discussion                      ReadDiscussion                   SignedIn Write;
    serve messages::read_featured_stickers         ReadFeaturedStickers             SignedIn Light;
    serve messages::read_history                        ReadHistory                      SignedIn Write;
    serve messages::read_mentions                       ReadMentions                     SignedIn Light;
    serve messages::read_message_contents                 ReadMessageContents              SignedIn Write;
    serve messages::read_poll_votes                      ReadPollVotes                    SignedIn Write;
    serve messages::read_reactions                        ReadReactions                    SignedIn Write;
    serve messages::received_messages                   ReceivedMessages                 SignedIn Light;
    serve messages::reorder_pinned_dialogs              ReorderPinnedDialogs             SignedIn Write;
    serve messages::reorder_pinned_forum_topics          ReorderPinnedForumTopics         SignedIn Write;
    serve messages::reorder_pinned_saved_dialogs          ReorderPinnedSavedDialogs        SignedIn Write;
    serve messages::reorder_sticker_sets           ReorderStickerSets               SignedIn Write;
    serve messages::report                                 Report                           SignedIn Write;
    serve messages::report_messages_delivery               ReportMessagesDelivery           SignedIn Light;
    serve messages::report_music_listen                 ReportMusicListen                SignedIn Light;
    serve messages::report_reaction                        ReportReaction                   SignedIn Write;
    serve messages::report_read_metrics                    ReportReadMetrics                SignedIn Light;
    serve messages::report_spam                            ReportSpam                       SignedIn Write;
    serve messages::save_default_send_as                SaveDefaultSendAs                SignedIn Write;
    serve messages::save_draft                          SaveDraft                        SignedIn Write;
    serve messages::save_gif                       SaveGif                          SignedIn Write;
    serve messages::save_recent_sticker            SaveRecentSticker                SignedIn Write;
    serve messages::search                              Search                           SignedIn Scan;
    serve messages::search_custom_emoji            SearchCustomEmoji                SignedIn Read;
    serve messages::search_emoji_sticker_sets      SearchEmojiStickerSets           SignedIn Read;
    serve messages::search_global                       SearchGlobal                     SignedIn Scan;
    serve messages::search_sent_media                   SearchSentMedia                  SignedIn Scan;
    serve messages::search_sticker_sets            SearchStickerSets                SignedIn Read;
    serve messages::search_stickers                      SearchStickers                   SignedIn Read;
    serve messages::send_media                          SendMedia                        SignedIn Write;
    serve messages::send_message                        SendMessage                      SignedIn Write;
    serve messages::send_multi_media                     SendMultiMedia                   SignedIn Write;
    serve messages::send_reaction                       SendReaction                     SignedIn Write;
    serve messages::send_scheduled_messages                SendScheduledMessages            SignedIn Write;
    serve messages::send_screenshot_notification           SendScreenshotNotification       SignedIn Write;
    serve messages::send_vote                           SendVote                         SignedIn Write;
    serve messages::set_chat_available_reactions        SetChatAvailableReactions        SignedIn Write;
    serve messages::set_chat_theme                        SetChatTheme                     SignedIn Write;
    serve messages::set_chat_wall_paper                   SetChatWallPaper                 SignedIn Write;
    serve messages::set_default_history_ttl                SetDefaultHistoryTTL             SignedIn Write;
    serve messages::set_default_reaction                  SetDefaultReaction               SignedIn Write;
    serve messages::set_history_ttl                        SetHistoryTTL                    SignedIn Write;
    serve messages::set_typing                          SetTyping                        SignedIn Light;
    serve messages::start_history_import                 StartHistoryImport               SignedIn Write;
    serve messages::toggle_dialog_filter_tags           ToggleDialogFilterTags           SignedIn Write;
    serve messages::toggle_dialog_pin                   ToggleDialogPin                  SignedIn Write;
    serve messages::toggle_no_forwards                     ToggleNoForwards                 SignedIn Write;
    serve messages::toggle_peer_translations              TogglePeerTranslations           SignedIn Write;
    serve messages::toggle_saved_dialog_pin               ToggleSavedDialogPin             SignedIn Write;
    serve messages::toggle_sticker_sets            ToggleStickerSets                SignedIn Write;
    serve messages::toggle_todo_completed               ToggleTodoCompleted              SignedIn Write;
    serve messages::transcribe_audio                      TranscribeAudio                  SignedIn Light;
    serve messages::translate_rich_message                TranslateRichMessage             SignedIn Light;
    serve messages::translate_text                        TranslateText                    SignedIn Light;
    serve messages::uninstall_sticker_set          UninstallStickerSet              SignedIn Write;
    serve messages::unpin_all_messages                  UnpinAllMessages                 SignedIn Write;
    serve messages::update_dialog_filter                UpdateDialogFilter               SignedIn Write;
    serve messages::update_dialog_filters_order         UpdateDialogFiltersOrder         SignedIn Write;
    serve messages::update_pinned_forum_topic            UpdatePinnedForumTopic           SignedIn Write;
    serve messages::update_pinned_message               UpdatePinnedMessage              SignedIn Write;
    serve messages::update_saved_reaction_tag             UpdateSavedReactionTag           SignedIn Write;
    serve messages::upload_imported_media                UploadImportedMedia              SignedIn Write;
    serve messages::upload_media                        UploadMedia                      SignedIn Write;
    serve photos::delete_photos                         DeletePhotos                     SignedIn Write;
    serve photos::get_user_photos                       GetUserPhotos                    SignedIn Read;
    serve photos::update_profile_photo                  UpdateProfilePhoto               SignedIn Write;
    serve photos::upload_contact_profile_photo            UploadContactProfilePhoto        SignedIn Write;
    serve photos::upload_profile_photo                  UploadProfilePhoto               SignedIn Write;
    serve stats::get_broadcast_stats               GetBroadcastStats                SignedIn Scan;
    serve stats::get_megagroup_stats               GetMegagroupStats                SignedIn Scan;
    serve stats::get_message_public_forwards       GetMessagePublicForwards         SignedIn Scan;
    serve stats::get_message_stats                 GetMessageStats                  SignedIn Scan;
    serve stats::get_poll_stats                    GetPollStats                     SignedIn Scan;
    serve stats::load_async_graph                  LoadAsyncGraph                   SignedIn Scan;
    serve stickers::add_sticker_to_set             AddStickerToSet                  SignedIn Write;
    serve stickers::change_sticker                 ChangeSticker                    SignedIn Write;
    serve stickers::change_sticker_position        ChangeStickerPosition            SignedIn Write;
    serve stickers::check_short_name               CheckShortName                   SignedIn Read;
    serve stickers::create_sticker_set             CreateStickerSet                 SignedIn Write;
    serve stickers::delete_sticker_set             DeleteStickerSet                 SignedIn Write;
    serve stickers::remove_sticker_from_set        RemoveStickerFromSet             SignedIn Write;
    serve stickers::rename_sticker_set             RenameStickerSet                 SignedIn Write;
    serve stickers::replace_sticker                ReplaceSticker                   SignedIn Write;
    serve stickers::set_sticker_set_thumb          SetStickerSetThumb               SignedIn Write;
    serve stickers::suggest_short_name             SuggestShortName                 SignedIn Read;
    serve updates::get_channel_difference               GetChannelDifference             SignedIn Light;
    serve updates::get_difference                       GetDifference                    SignedIn Read;
    serve updates::get_state                            GetState                         SignedIn Light;
    serve upload::get_file                              GetFile                          SignedIn Read;
    serve upload::get_file_hashes                       GetFileHashes                    SignedIn Read;
    serve upload::save_big_file_part                    SaveBigFilePart                  SignedIn Read;
    serve upload::save_file_part                        SaveFilePart                     SignedIn Read;
    serve users::get_full_user                          GetFullUser                      SignedIn Read;
    serve users::get_requirements_to_contact            GetRequirementsToContact         SignedIn Light;
    serve users::get_saved_music                          GetSavedMusic                    SignedIn Read;
    serve users::get_saved_music_by_id                    GetSavedMusicByID                SignedIn Read;
    serve users::get_users                              GetUsers                         SignedIn Read;
    serve users::suggest_birthday                         SuggestBirthday                  SignedIn Write;
}
