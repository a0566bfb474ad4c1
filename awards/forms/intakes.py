"""Input of handing in a table."""

from __future__ import annotations

from django import forms

from awards.intakes.tables import LONGEST_FILE


class HandInForm(forms.Form):
    """A file to be looked at."""

    file = forms.FileField(
        label="Your file",
        help_text="An Excel workbook (.xlsx) or a CSV file. You see what it comes to before anything is taken in.",
        max_length=200,
        error_messages={
            "required": "Choose a file first.",
            "empty": "The file is empty. Save the spreadsheet again, and choose the new file.",
            "max_length": "The name of the file is too long. Give it a shorter one.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> bytes:
        """What is in the file; its name is in ``file_name``."""
        file = self.cleaned_data["file"]
        self.file_name: str = file.name
        if file.size > LONGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {LONGEST_FILE // 1_000_000} MB. Save only the sheet with the list."
            )
        return bytes(file.read())
