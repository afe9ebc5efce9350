"""The tickets that the demonstration desk has closed in the past weeks, in English and French."""

from __future__ import annotations

from helpdesk_tui.services.demo_stories import (
    BILLING,
    DAY,
    HIGH,
    HOUR,
    INCIDENT,
    LOW,
    NETWORK,
    NORMAL,
    QUESTION,
    REQUEST,
    SUPPORT,
    URGENT,
    Story,
    Text,
    reply,
)
from helpdesk_tui.vocabulary import Priority


def _closed(
    subject: Text,
    description: Text,
    answer: Text,
    where: tuple[str, str, Priority, str],
    agent: str,
    days: int,
    hours: int,
    due: int | None = None,
) -> Story:
    """Came so many days ago, took so many hours; `due` is in hours after it came."""
    acts = ("start", reply(*answer), "resolve", "close")
    came = days * DAY + 37 * days % HOUR
    ahead = None if due is None else due * HOUR - came
    return Story(subject, description, *where, came, ahead, agent, acts, hours * HOUR)


PAST = (
    _closed(
        ("Printer on the ground floor jams", "Bourrage de l'imprimante du rez-de-chaussée"),
        ("It jams at every third page.", "Elle bourre toutes les trois pages."),
        ("Feed rollers replaced.", "Rouleaux d'entraînement remplacés."),
        ("lenoir", INCIDENT, NORMAL, NETWORK),
        *("emma", 2, 6, 8),
    ),
    _closed(
        ("Password forgotten", "Mot de passe oublié"),
        (
            "I cannot remember my new password.",
            "Je ne me souviens plus de mon nouveau mot de passe.",
        ),
        (
            "Reset by telephone, a new one was chosen at once.",
            "Réinitialisé par téléphone, un nouveau a été choisi aussitôt.",
        ),
        ("velo", REQUEST, NORMAL, SUPPORT),
        *("chloe", 2, 1, 4),
    ),
    _closed(
        ("Wrong address on the invoice", "Mauvaise adresse sur la facture"),
        (
            "The invoice still shows our former address.",
            "La facture indique encore notre ancienne adresse.",
        ),
        (
            "Address corrected, a new invoice is on its way.",
            "Adresse corrigée, une nouvelle facture est en route.",
        ),
        ("print", BILLING, LOW, SUPPORT),
        *("bruno", 3, 26, 48),
    ),
    _closed(
        ("Operating theatre screen stays black", "L'écran du bloc reste noir"),
        (
            "The screen in theatre 3 shows nothing since it was cleaned.",
            "L'écran du bloc 3 n'affiche plus rien depuis le nettoyage.",
        ),
        ("Power cable reseated and fixed.", "Câble d'alimentation rebranché et fixé."),
        ("clinic", INCIDENT, URGENT, NETWORK),
        *("david", 3, 1, 1),
    ),
    _closed(
        ("Add a colleague to the shared mailbox", "Ajouter une collègue à la boîte partagée"),
        (
            "Olga should read and answer the mails to orders@northwind.example.",
            "Olga doit lire les courriels de orders@northwind.example et y répondre.",
        ),
        ("Done, she sees it after signing in again.", "Fait, elle la voit après reconnexion."),
        ("northwind", REQUEST, NORMAL, SUPPORT),
        *("alice", 4, 3, 8),
    ),
    _closed(
        ("Photographs too heavy to send", "Photos trop lourdes à envoyer"),
        (
            "How do I send forty photographs to a customer?",
            "Comment envoyer quarante photos à un client ?",
        ),
        (
            "By a link from the shared folder that ends after a week.",
            "Par un lien du dossier partagé qui expire au bout d'une semaine.",
        ),
        ("studio", QUESTION, LOW, SUPPORT),
        *("chloe", 5, 2),
    ),
    _closed(
        ("Room keys are not encoded", "Les clés de chambre ne s'encodent plus"),
        (
            "The encoder at the reception beeps twice and returns the card.",
            "L'encodeur de la réception bipe deux fois et rend la carte.",
        ),
        ("Encoder restarted after its update.", "Encodeur redémarré après sa mise à jour."),
        ("hotel", INCIDENT, URGENT, SUPPORT),
        *("alice", 5, 2, 1),
    ),
    _closed(
        ("Projector has a yellow tint", "Le projecteur tire sur le jaune"),
        ("Room 12, since last week.", "Salle 12, depuis la semaine dernière."),
        ("Cable replaced, colours are right.", "Câble remplacé, les couleurs sont bonnes."),
        ("school", INCIDENT, LOW, NETWORK),
        *("emma", 6, 30, 72),
    ),
    _closed(
        ("Stock levels differ from the shelf", "Le stock ne correspond pas aux rayons"),
        (
            "Boots in size 42: eleven on the screen, four on the shelf.",
            "Chaussures en 42 : onze à l'écran, quatre en rayon.",
        ),
        (
            "A delivery was booked twice; corrected with the warehouse.",
            "Une livraison avait été saisie deux fois ; corrigé avec l'entrepôt.",
        ),
        ("alpine", INCIDENT, NORMAL, SUPPORT),
        *("david", 7, 9, 24),
    ),
    _closed(
        ("Signature in all mails", "Signature dans tous les courriels"),
        (
            "We want the new logo under every mail.",
            "Nous voulons le nouveau logo sous chaque courriel.",
        ),
        ("Set for all accounts.", "En place pour tous les comptes."),
        ("aubry", REQUEST, LOW, SUPPORT),
        *("chloe", 8, 20, 72),
    ),
    _closed(
        ("Cold store alarm by text message", "Alarme de chambre froide par SMS"),
        (
            "The alarm of the cold store reaches nobody at night.",
            "L'alarme de la chambre froide n'atteint personne la nuit.",
        ),
        (
            "Three numbers entered and tested with you.",
            "Trois numéros saisis et testés avec vous.",
        ),
        ("baltic", REQUEST, HIGH, NETWORK),
        *("david", 9, 5, 24),
    ),
    _closed(
        ("Spreadsheet opens read-only", "Le tableur s'ouvre en lecture seule"),
        (
            "The sowing plan can be opened but not saved.",
            "Le plan de semis s'ouvre mais ne s'enregistre pas.",
        ),
        (
            "It was still open on Peter's computer; closed there.",
            "Il était encore ouvert chez Peter ; fermé là-bas.",
        ),
        ("seeds", INCIDENT, NORMAL, SUPPORT),
        *("alice", 10, 1, 8),
    ),
    _closed(
        ("No internet in the bakery", "Plus d'internet à la boulangerie"),
        ("Cards cannot be read since six o'clock.", "Plus de carte bancaire depuis six heures."),
        (
            "Fault of the provider, repaired in the morning.",
            "Panne du fournisseur, réparée dans la matinée.",
        ),
        ("lenoir", INCIDENT, URGENT, NETWORK),
        *("emma", 11, 4, 2),
    ),
    _closed(
        ("Rights for the new bookkeeper", "Droits du nouveau comptable"),
        ("Same rights as Mrs Aubry, please.", "Les mêmes droits que Mme Aubry, s'il vous plaît."),
        ("Granted, except for the payments.", "Accordés, sauf pour les paiements."),
        ("aubry", REQUEST, NORMAL, SUPPORT),
        *("bruno", 12, 7, 24),
    ),
    _closed(
        ("Telephone rings twice", "Le téléphone sonne deux fois"),
        (
            "Each call rings at the workshop, then again at the counter.",
            "Chaque appel sonne à l'atelier, puis encore au comptoir.",
        ),
        ("Group call put in order.", "Appel de groupe remis en ordre."),
        ("velo", INCIDENT, LOW, NETWORK),
        *("david", 13, 28, 48),
    ),
    _closed(
        ("Menus on the screens at the bar", "Menus sur les écrans du bar"),
        (
            "The screens show the menu of yesterday.",
            "Les écrans montrent le menu d'hier.",
        ),
        (
            "The player takes the new file at five now.",
            "Le lecteur prend le nouveau fichier à 5 h.",
        ),
        ("hotel", INCIDENT, NORMAL, SUPPORT),
        *("chloe", 14, 3, 8),
    ),
    _closed(
        ("Which laptop for drawing?", "Quel portable pour dessiner ?"),
        (
            "We look for two laptops with a pen, good colours and a quiet fan.",
            "Nous cherchons deux portables à stylet, aux couleurs justes et silencieux.",
        ),
        ("Two models proposed, one ordered.", "Deux modèles proposés, un commandé."),
        ("studio", QUESTION, LOW, SUPPORT),
        *("alice", 15, 50),
    ),
    _closed(
        ("Route planner finds no address", "Le planificateur ne trouve plus d'adresse"),
        (
            "Every new address gives “unknown place”.",
            "Chaque nouvelle adresse donne « lieu inconnu ».",
        ),
        ("Map licence renewed.", "Licence des cartes renouvelée."),
        ("northwind", INCIDENT, HIGH, SUPPORT),
        *("david", 16, 6, 4),
    ),
    _closed(
        ("Laboratory results arrive late", "Les résultats du laboratoire arrivent tard"),
        (
            "They arrive two hours after they are ready.",
            "Ils arrivent deux heures après leur validation.",
        ),
        (
            "The transfer runs every five minutes again.",
            "Le transfert tourne à nouveau toutes les 5 min.",
        ),
        ("clinic", INCIDENT, HIGH, SUPPORT),
        *("chloe", 18, 5, 8),
    ),
    _closed(
        ("Twenty accounts for the new class", "Vingt comptes pour la nouvelle classe"),
        ("The list is in the shared folder.", "La liste est dans le dossier partagé."),
        ("Accounts made, letters printed.", "Comptes créés, courriers imprimés."),
        ("school", REQUEST, NORMAL, SUPPORT),
        *("alice", 19, 22, 48),
    ),
    _closed(
        ("Cutter does not see the file", "Le massicot ne voit pas le fichier"),
        (
            "The cutter shows an empty folder since yesterday.",
            "Le massicot affiche un dossier vide depuis hier.",
        ),
        ("Share reconnected under its new name.", "Partage reconnecté sous son nouveau nom."),
        ("print", INCIDENT, HIGH, NETWORK),
        *("emma", 21, 2, 4),
    ),
    _closed(
        ("Invoice in euros, please", "Facture en euros, s'il vous plaît"),
        ("The last one came in dollars.", "La dernière était en dollars."),
        ("Currency corrected for good.", "Devise corrigée une fois pour toutes."),
        ("baltic", BILLING, NORMAL, SUPPORT),
        *("bruno", 23, 18, 48),
    ),
    _closed(
        ("Greenhouse sensor silent", "Capteur de serre muet"),
        (
            "Greenhouse 4 has sent no temperature since Sunday.",
            "La serre 4 n'envoie plus de température depuis dimanche.",
        ),
        ("Battery changed, antenna turned.", "Pile changée, antenne réorientée."),
        ("seeds", INCIDENT, NORMAL, NETWORK),
        *("david", 25, 27, 24),
    ),
    _closed(
        ("Vouchers are refused at the till", "Bons cadeaux refusés en caisse"),
        ("“Voucher unknown” for all of this month.", "« Bon inconnu » pour tous ceux du mois."),
        ("Series of the month loaded.", "Série du mois chargée."),
        ("alpine", INCIDENT, HIGH, SUPPORT),
        *("chloe", 27, 3, 4),
    ),
    _closed(
        ("Camera of the loading bay", "Caméra du quai de chargement"),
        ("The picture is upside down.", "L'image est à l'envers."),
        ("Turned in the settings.", "Retournée dans les réglages."),
        ("northwind", INCIDENT, LOW, NETWORK),
        *("emma", 30, 8),
    ),
    _closed(
        ("Recover a deleted folder", "Récupérer un dossier supprimé"),
        (
            "The folder “Wedding fair” has disappeared.",
            "Le dossier « Salon du mariage » a disparu.",
        ),
        ("Restored from the night before.", "Restauré depuis la nuit précédente."),
        ("hotel", REQUEST, HIGH, SUPPORT),
        *("alice", 33, 2, 8),
    ),
    _closed(
        ("Holiday message on the telephone", "Message de congés au téléphone"),
        ("From the 1st to the 15th, please.", "Du 1er au 15, s'il vous plaît."),
        ("Recorded and planned.", "Enregistré et programmé."),
        ("studio", REQUEST, LOW, NETWORK),
        *("david", 36, 12, 72),
    ),
    _closed(
        ("Bread orders counted twice", "Commandes de pain comptées deux fois"),
        (
            "Orders of the hotel appear twice on the list of the oven.",
            "Les commandes de l'hôtel apparaissent deux fois sur la liste du four.",
        ),
        ("Duplicate import removed.", "Import en double supprimé."),
        ("lenoir", INCIDENT, HIGH, SUPPORT),
        *("chloe", 40, 4, 8),
    ),
)
