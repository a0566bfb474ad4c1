"""The pages, by name, that are only the office's: schools through time, and tables that come in."""

from __future__ import annotations

POSTS_ONLY = {
    "saved_view_drop",
    "saved_view_keep",
    "intake_choose",
    "intake_confirm",
    "intake_drop",
    "intake_look_again",
    "prompt_done",
    "school_new_name",
    "see_to_it",
}
PAGES = {
    *POSTS_ONLY,
    "asks",
    "morning",
    "what_would_go",
    "board_export",
    "bulk_choose",
    "bulk_form",
    "bulk_results",
    "columns",
    "figures",
    "saved_view",
    "saved_views",
    "export_journeys",
    "intake",
    "intake_blank",
    "intake_left_over",
    "intakes",
    "school",
    "school_hand_over",
    "school_item",
    "school_items",
    "schools",
    "setting_add",
    "setting_change",
    "setting_urn",
    "settings_without_urn",
    "start_writing",
}
