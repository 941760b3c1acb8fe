"""What Slack's answer means for a message: try again, another way now, or mend our code."""

# Rule 1: sorted by Slack's own list of errors; a word that is on no list takes another way now:
#         an alert that waits for us to read a manual is a lost one.
# Rule 2: `unknown`: it may have been done. What is red is then said again, marked as said again.

from datetime import timedelta

from bot.ports import OurBug, Reroute, Retry

__all__ = ["BUSY", "OURS", "UNKNOWN", "problem_of"]

BUSY = frozenset(
    {
        *("ratelimited", "rate_limited", "service_unavailable", "request_timeout", "timeout"),
        *("team_added_to_org", "accesslimited", "connection_failed"),
    }
)
"""Slack is busy, and has done nothing."""

UNKNOWN = frozenset({"internal_error", "fatal_error", "no_answer", "server_error"})
"""Slack broke, or did not answer: it may have been done."""

OURS = frozenset(
    {
        *("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"),
        *("no_text", "too_many_attachments", "invalid_arguments", "invalid_arg_name"),
        *("invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_json"),
        *("json_not_object", "missing_post_type", "invalid_post_type", "unknown_method"),
        *("markdown_text_conflict", "invalid_metadata_format", "view_too_large"),
        *("duplicate_external_id", "invalid_trigger_id", "cant_update_message"),
    }
)
"""What we sent is wrong: sending it again cannot help."""


def problem_of(error: str, after: timedelta | None = None) -> Exception:
    """Return what a refusal means. `error` is Slack's word for it, never what we sent."""
    if error in BUSY:
        return Retry(f"Slack: {error}", after)
    if error in UNKNOWN:
        return Retry(f"Slack: {error}", after, unknown=True)
    return OurBug(f"Slack: {error}") if error in OURS else Reroute(f"Slack: {error}")
