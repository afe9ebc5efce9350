"""The words by which other programs name priorities and statuses, in English and French."""

from __future__ import annotations

from helpdesk_tui.vocabulary import Priority, Status

PRIORITIES: dict[str, Priority] = {
    word: priority
    for priority, words in {
        Priority.URGENT: (
            "urgent|urgente|critical|critique|blocker|bloquant|bloquante|emergency|immediate"
            "|immediat|highest|very high|tres haute|p1"
        ),
        Priority.HIGH: (
            "high|haute|haut|elevee|eleve|important|importante|major|majeur|majeure|p2"
        ),
        Priority.NORMAL: "normal|normale|medium|moderate|moyenne|moyen|standard|default|p3",
        Priority.LOW: "low|basse|bas|faible|minor|mineur|mineure|lowest|very low|trivial|p4|p5",
    }.items()
    for word in words.split("|")
}
"""Priorities by their folded words."""

STATUSES: dict[str, Status] = {
    word: status
    for status, words in {
        Status.NEW: "new|open|opened|nouveau|nouvelle|ouvert|ouverte|to do|a faire|unassigned",
        Status.IN_PROGRESS: (
            "in progress|en cours|assigned|assigne|accepted|started|active|actif|work in progress"
            "|reopened|rouvert|en traitement"
        ),
        Status.WAITING: (
            "waiting|en attente|pending|pending customer response|waiting for customer"
            "|waiting on customer|awaiting customer|awaiting customer response|awaiting reply"
            "|on hold|hold|suspended|suspendu|paused|en pause|en attente client|attente client"
            "|en attente du client"
        ),
        Status.RESOLVED: (
            "resolved|resolu|resolue|solved|done|fixed|completed|termine|terminee|traite|traitee"
        ),
        Status.CLOSED: "closed|ferme|fermee|clos|close|cloture|cloturee|archived|archive",
    }.items()
    for word in words.split("|")
}
"""Statuses by their folded words."""
