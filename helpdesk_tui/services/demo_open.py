"""The tickets of the demonstration desk that are still open, the next one due first."""

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
    customer,
    note,
    reply,
)

LATE = (
    Story(
        (
            "Booking calendar shows last year's prices",
            "Le calendrier de réservation affiche les tarifs de l'an dernier",
        ),
        (
            "Since this morning the public booking page shows last year's rates. Guests book at"
            " the wrong price and we have to call each of them back. Please correct it before the"
            " weekend rush.",
            "Depuis ce matin, la page publique de réservation affiche les tarifs de l'an dernier."
            " Les clients réservent au mauvais prix et nous devons rappeler chacun d'eux. Merci de"
            " corriger avant l'affluence du week-end.",
        ),
        *("hotel", INCIDENT, URGENT, SUPPORT, 5 * HOUR, -7, "alice"),
        (
            "start",
            reply(
                "I can see it too: the rate table was restored from an old copy. I am loading the"
                " current one again.",
                "Je le constate aussi : la table des tarifs a été restaurée depuis une ancienne"
                " copie. Je recharge la version actuelle.",
            ),
            customer(
                "Thank you. Two more guests have just booked at the old price.",
                "Merci. Deux clients viennent encore de réserver à l'ancien prix.",
            ),
            note(
                "Export of the right rates is in the customer's folder, file tarifs-v3. Ask Bruno"
                " who restored the copy last night.",
                "L'export des bons tarifs est dans le dossier du client, fichier tarifs-v3."
                " Demander à Bruno qui a restauré la copie cette nuit.",
            ),
        ),
    ),
    Story(
        (
            "VPN drops every ten minutes in the warehouse",
            "Le VPN coupe toutes les dix minutes à l'entrepôt",
        ),
        (
            "The handheld scanners lose the VPN about every ten minutes. It began after the switch"
            " was replaced. The office upstairs has no trouble.",
            "Les terminaux portables perdent le VPN environ toutes les dix minutes. Cela a commencé"
            " après le remplacement du commutateur. Les bureaux à l'étage n'ont aucun souci.",
        ),
        *("northwind", INCIDENT, HIGH, NETWORK, DAY + 3 * HOUR, -25, "emma"),
        (
            "start",
            reply(
                "Could you tell me which channel the access point in aisle 4 shows on its display?",
                "Pouvez-vous me dire quel canal affiche la borne de l'allée 4 ?",
            ),
            "wait",
            customer(
                "Channel 11, and the light blinks orange.", "Canal 11, et le voyant est orange."
            ),
            "resume",
            note(
                "Same symptom as last spring: power budget of the new switch. Bring an injector.",
                "Même symptôme qu'au printemps : budget électrique du nouveau commutateur. Apporter"
                " un injecteur.",
            ),
        ),
    ),
    Story(
        ("Payslips cannot be opened", "Impossible d'ouvrir les bulletins de paie"),
        (
            "Eleven employees get an empty page instead of their payslip. Salaries are paid on"
            " Friday, so the telephone does not stop ringing.",
            "Onze salariés obtiennent une page vide au lieu de leur bulletin. Les salaires tombent"
            " vendredi, le téléphone n'arrête pas de sonner.",
        ),
        *("clinic", INCIDENT, HIGH, SUPPORT, 7 * HOUR, -52),
    ),
    Story(
        (
            "Delivery notes print on the wrong tray",
            "Les bons de livraison sortent du mauvais bac",
        ),
        (
            "All delivery notes come out of tray 1 on letterhead. They should use plain paper from"
            " tray 2. Restarting the printer did not help.",
            "Tous les bons de livraison sortent du bac 1, sur papier à en-tête. Ils devraient"
            " prendre le papier ordinaire du bac 2. Redémarrer l'imprimante n'a rien changé.",
        ),
        *("baltic", INCIDENT, NORMAL, NETWORK, 2 * DAY, -3 * HOUR, "david"),
        (
            "start",
            reply(
                "An update made the driver forget its trays. I am preparing the old one.",
                "Une mise à jour a fait oublier ses bacs au pilote. Je prépare l'ancien.",
            ),
        ),
    ),
    Story(
        (
            "Second invoice for the same licences",
            "Deuxième facture pour les mêmes licences",
        ),
        (
            "We received two invoices for the twelve licences renewed last month. Please cancel"
            " one of them and confirm in writing for our accountant.",
            "Nous avons reçu deux factures pour les douze licences renouvelées le mois dernier."
            " Merci d'en annuler une et de le confirmer par écrit pour notre comptable.",
        ),
        *("aubry", BILLING, NORMAL, SUPPORT, 4 * DAY, -DAY, "chloe"),
        (
            "start",
            reply(
                "You are right, the renewal was billed twice. I have asked accounting for a credit"
                " note.",
                "Vous avez raison, le renouvellement a été facturé deux fois. J'ai demandé un avoir"
                " à la comptabilité.",
            ),
            note(
                "Accounting answers on Thursdays only. Ask again.",
                "La comptabilité ne répond que le jeudi. Relancer.",
            ),
        ),
    ),
)

SOON = (
    Story(
        ("Cash registers offline in two shops", "Caisses hors ligne dans deux boutiques"),
        (
            "The registers in rue Nationale and at the station no longer reach the server. We"
            " write receipts by hand. The other four shops work.",
            "Les caisses de la rue Nationale et de la gare n'atteignent plus le serveur. Nous"
            " faisons les tickets à la main. Les quatre autres boutiques fonctionnent.",
        ),
        *("lenoir", INCIDENT, URGENT, SUPPORT, 38, 22, None),
        (
            customer(
                "The station shop has a queue out to the street now.",
                "À la gare, la file va maintenant jusque dans la rue.",
            ),
        ),
    ),
    Story(
        (
            "New doctor starts today and has no account",
            "Une médecin arrive aujourd'hui et n'a pas de compte",
        ),
        (
            "Dr Lemaire begins today in cardiology. She needs a session, a mailbox and"
            " access to the imaging viewer, like Dr Haddad.",
            "La Dre Lemaire commence aujourd'hui en cardiologie. Il lui faut une session, une"
            " messagerie et l'accès à la visionneuse d'imagerie, comme le Dr Haddad.",
        ),
        *("clinic", REQUEST, HIGH, SUPPORT, 3 * HOUR, 12, "alice"),
        (
            "start",
            reply(
                "Session and mailbox are ready; imaging needs the head of department to approve.",
                "Session et messagerie sont prêtes ; pour l'imagerie, il faut l'accord du chef de"
                " service.",
            ),
            note(
                "Approval asked by phone, Dr Haddad calls back within the hour.",
                "Accord demandé par téléphone, le Dr Haddad rappelle dans l'heure.",
            ),
        ),
    ),
    Story(
        ("Website certificate expires tonight", "Le certificat du site expire ce soir"),
        (
            "The browser warns that the certificate of our shop ends today. The renewal mail went"
            " to a colleague who has left.",
            "Le navigateur prévient que le certificat de notre boutique se termine aujourd'hui. Le"
            " courriel de renouvellement est parti chez une collègue qui nous a quittés.",
        ),
        *("alpine", INCIDENT, URGENT, NETWORK, 95, 48),
    ),
    Story(
        (
            "Scanner sends empty mails",
            "Le scanner envoie des courriels vides",
        ),
        (
            "Scanning to mail works, but the attachment has zero bytes. Scanning to a USB stick is"
            " fine.",
            "La numérisation vers la messagerie part bien, mais la pièce jointe fait zéro octet."
            " Vers une clé USB, tout va bien.",
        ),
        *("aubry", INCIDENT, NORMAL, SUPPORT, 6 * HOUR, 75, "chloe"),
        ("start",),
    ),
    Story(
        (
            "Tablets for the sales meeting tomorrow",
            "Tablettes pour la réunion commerciale de demain",
        ),
        (
            "We need six tablets with the new catalogue for the meeting tomorrow at nine. They can"
            " be picked up any time before.",
            "Il nous faut six tablettes avec le nouveau catalogue pour la réunion de demain 9 h."
            " Elles peuvent être retirées avant.",
        ),
        *("seeds", REQUEST, NORMAL, NETWORK, 20 * HOUR, 3 * HOUR, "david"),
        (
            "start",
            reply(
                "Four are ready. Would two laptops do for the other participants?",
                "Quatre sont prêtes. Deux ordinateurs portables conviendraient-ils aux autres"
                " participants ?",
            ),
            "wait",
        ),
    ),
    Story(
        (
            "Cannot log in after the holidays",
            "Connexion impossible après les congés",
        ),
        (
            "My password expired while I was away and the page to renew it says that I am unknown."
            " I have orders to send today.",
            "Mon mot de passe a expiré pendant mon absence et la page de renouvellement dit que je"
            " suis inconnu. J'ai des commandes à envoyer aujourd'hui.",
        ),
        *("velo", INCIDENT, HIGH, SUPPORT, 25, 2 * HOUR + 10),
    ),
    Story(
        (
            "Label printer skips every second label",
            "L'imprimante d'étiquettes saute une étiquette sur deux",
        ),
        (
            "Since the new rolls arrived, every second label stays blank. We tried two rolls and"
            " cleaned the head.",
            "Depuis l'arrivée des nouveaux rouleaux, une étiquette sur deux reste blanche. Nous"
            " avons essayé deux rouleaux et nettoyé la tête.",
        ),
        *("baltic", INCIDENT, NORMAL, NETWORK, 4 * HOUR, 4 * HOUR + 20, None),
        (
            customer(
                "A photograph of the roll is attached to the mail of this morning.",
                "Une photo du rouleau est jointe au courriel de ce matin.",
            ),
        ),
    ),
    Story(
        (
            "Video calls freeze in the meeting room",
            "Les visioconférences se figent en salle de réunion",
        ),
        (
            "In the large meeting room every video call freezes after a few minutes. On a laptop"
            " with a cable it works.",
            "Dans la grande salle de réunion, chaque visioconférence se fige au bout de quelques"
            " minutes. Avec un portable branché par câble, cela fonctionne.",
        ),
        *("northwind", INCIDENT, NORMAL, NETWORK, DAY, None, "alice"),
        (
            "start",
            reply(
                "Does it also happen when nobody else uses the wireless network of that floor?",
                "Cela arrive-t-il aussi quand personne d'autre n'utilise le sans-fil de l'étage ?",
            ),
            "wait",
        ),
    ),
)

LATER = (
    Story(
        (
            "Move of six workplaces to the second floor",
            "Déménagement de six postes au deuxième étage",
        ),
        (
            "On Friday the bookkeeping moves to the second floor: six desks, one printer, two"
            " telephones. The sockets have been laid, nobody has tested them.",
            "Vendredi, la comptabilité déménage au deuxième étage : six bureaux, une imprimante,"
            " deux téléphones. Les prises sont posées, personne ne les a testées.",
        ),
        *("print", REQUEST, NORMAL, NETWORK, 3 * DAY, DAY + 4 * HOUR, "emma"),
        (
            "start",
            note(
                "Sockets 2.11 to 2.16 tested, 2.14 is dead. Electrician comes tomorrow morning.",
                "Prises 2.11 à 2.16 testées, la 2.14 est morte. L'électricien passe demain matin.",
            ),
            reply(
                "Five of six sockets work. We bring a long cable in case the sixth does not.",
                "Cinq prises sur six fonctionnent. Nous apportons un long câble au cas où.",
            ),
        ),
    ),
    Story(
        (
            "Pupils can see each other's folders",
            "Les élèves voient les dossiers des autres",
        ),
        (
            "A pupil showed us that the folder of another class opens without any question. Please"
            " check who may read what before parents hear of it.",
            "Une élève nous a montré que le dossier d'une autre classe s'ouvre sans rien demander."
            " Merci de vérifier qui peut lire quoi avant que les parents ne l'apprennent.",
        ),
        *("school", INCIDENT, HIGH, SUPPORT, 9 * HOUR, DAY, "alice"),
        (
            "start",
            note(
                "Inherited rights on the parent folder. Corrected for classes A and B, C remains.",
                "Droits hérités du dossier parent. Corrigé pour les classes A et B, reste la C.",
            ),
        ),
    ),
    Story(
        ("Address book on all telephones", "Annuaire sur tous les téléphones"),
        (
            "We would like the shared address book on the eight company telephones, not only on"
            " those of the management.",
            "Nous aimerions l'annuaire partagé sur les huit téléphones de l'entreprise, pas"
            " seulement sur ceux de la direction.",
        ),
        *("velo", REQUEST, LOW, SUPPORT, 2 * DAY, 2 * DAY),
    ),
    Story(
        (
            "Colours differ between screen and print",
            "Les couleurs diffèrent entre l'écran et l'impression",
        ),
        (
            "The orange of our poster turns brown on paper. It concerns the new screen only; the"
            " old one was calibrated.",
            "L'orange de notre affiche vire au brun sur papier. Cela ne concerne que le nouvel"
            " écran ; l'ancien était calibré.",
        ),
        *("studio", QUESTION, NORMAL, SUPPORT, DAY, 2 * DAY + 5 * HOUR, "chloe"),
        (
            "start",
            reply(
                "Which profile is chosen under Settings, Display, Colour?",
                "Quel profil est choisi sous Réglages, Affichage, Couleur ?",
            ),
            "wait",
            customer("It says “Default RGB”.", "Il est écrit « RVB par défaut »."),
            "resume",
        ),
    ),
    Story(
        (
            "Offer for a second internet line",
            "Devis pour une deuxième ligne internet",
        ),
        (
            "After the breakdown in spring the management wants a second line from another"
            " provider. Could you tell us what it costs and how long it takes?",
            "Après la panne du printemps, la direction veut une deuxième ligne chez un autre"
            " fournisseur. Pouvez-vous nous dire le coût et le délai ?",
        ),
        *("hotel", REQUEST, NORMAL, NETWORK, 5 * DAY, 3 * DAY, "bruno"),
        (
            "start",
            note(
                "Asked two providers. The first offers fibre in six weeks.",
                "Deux fournisseurs consultés. Le premier propose la fibre en six semaines.",
            ),
        ),
    ),
    Story(
        ("Archive of the mails of 2019", "Archivage des courriels de 2019"),
        (
            "The mailboxes are almost full. We want to keep everything up to 2019 in an archive"
            " that can still be searched.",
            "Les boîtes sont presque pleines. Nous voulons garder tout ce qui va jusqu'en 2019 dans"
            " une archive où l'on puisse encore chercher.",
        ),
        *("aubry", REQUEST, LOW, SUPPORT, 6 * DAY, 5 * DAY, "david"),
        ("start",),
    ),
    Story(
        (
            "Training for the new stock software",
            "Formation au nouveau logiciel de stock",
        ),
        (
            "Eight people need an introduction to the stock software, in two groups, next week"
            " if possible in the morning.",
            "Huit personnes ont besoin d'une prise en main du logiciel de stock, en deux groupes,"
            " la semaine prochaine, si possible le matin.",
        ),
        *("seeds", REQUEST, LOW, SUPPORT, DAY, 6 * DAY),
    ),
)

UNDATED = (
    Story(
        ("How do I share a calendar?", "Comment partager un agenda ?"),
        (
            "I would like my colleague to see my appointments, without being able to change them.",
            "Je voudrais que ma collègue voie mes rendez-vous sans pouvoir les modifier.",
        ),
        *("lenoir", QUESTION, LOW, SUPPORT, 50, None),
    ),
    Story(
        ("Strange mail from our bank", "Courriel étrange de notre banque"),
        (
            "Three of us got a mail that asks to confirm the account. One colleague clicked on the"
            " link but typed nothing.",
            "Trois d'entre nous ont reçu un courriel demandant de confirmer le compte. Un collègue"
            " a cliqué sur le lien sans rien saisir.",
        ),
        *("print", QUESTION, HIGH, SUPPORT, 15, None),
    ),
    Story(
        ("Keyboard with a broken space bar", "Clavier dont la barre d'espace est cassée"),
        (
            "The space bar of the keyboard at the counter only works on its left side. A simple"
            " one will do.",
            "La barre d'espace du clavier de l'accueil ne répond plus qu'à gauche. Un modèle simple"
            " suffira.",
        ),
        *("school", REQUEST, LOW, NETWORK, 8 * HOUR, None),
    ),
    Story(
        ("No sound on the training computers", "Pas de son sur les ordinateurs de formation"),
        (
            "None of the ten computers in the training room plays any sound since the update.",
            "Aucun des dix ordinateurs de la salle de formation n'a de son depuis la mise à jour.",
        ),
        *("seeds", INCIDENT, NORMAL, None, 3 * HOUR, None),
    ),
    Story(
        ("Invoice by mail instead of post", "Facture par courriel plutôt que par la poste"),
        (
            "Please send our invoices to compta@alpine-outdoor.example from now on.",
            "Merci d'envoyer désormais nos factures à compta@alpine-outdoor.example.",
        ),
        *("alpine", BILLING, LOW, None, DAY, None),
    ),
    Story(
        ("Guest network for the terrace", "Réseau invité pour la terrasse"),
        (
            "Guests on the terrace have no reception. We open it again in two weeks and would like"
            " the guest network to reach the last tables.",
            "Les clients en terrasse n'ont pas de réseau. Nous la rouvrons dans deux semaines et"
            " aimerions que le réseau invité porte jusqu'aux dernières tables.",
        ),
        *("hotel", REQUEST, NORMAL, NETWORK, 2 * DAY, None, "emma"),
        ("start",),
    ),
    Story(
        ("Report of monthly orders is empty", "Le rapport des commandes du mois est vide"),
        (
            "The report of the monthly orders opens with its headings and no lines. Last month it"
            " was complete.",
            "Le rapport mensuel des commandes s'ouvre avec ses titres et sans aucune ligne. Le mois"
            " dernier il était complet.",
        ),
        *("baltic", INCIDENT, NORMAL, SUPPORT, 30 * HOUR, None, "alice"),
        (
            "start",
            reply(
                "The report filters on the former warehouse code. Which code do you use now?",
                "Le rapport filtre sur l'ancien code d'entrepôt. Quel code utilisez-vous ?",
            ),
            "wait",
            customer("It is WH-02 since the first.", "C'est WH-02 depuis le premier du mois."),
            "resume",
        ),
    ),
    Story(
        ("Access for an external auditor", "Accès pour un auditeur externe"),
        (
            "An auditor will read our files for three weeks. She must not change or copy anything.",
            "Une auditrice consultera nos dossiers pendant trois semaines. Elle ne doit rien"
            " pouvoir modifier ni copier.",
        ),
        *("northwind", REQUEST, NORMAL, SUPPORT, 5 * HOUR, None, "alice"),
        ("assign",),
    ),
    Story(
        ("Old server still humming in the cellar", "Le vieux serveur ronronne encore à la cave"),
        (
            "Is the grey server in the cellar still needed? It is loud and warm, and nobody"
            " remembers what it does.",
            "Le serveur gris de la cave sert-il encore ? Il est bruyant et chaud, et personne ne se"
            " rappelle ce qu'il fait.",
        ),
        *("studio", QUESTION, LOW, NETWORK, 9 * DAY, None, "david"),
        (
            "assign",
            note(
                "It holds the fonts. Do not switch it off before they have been copied.",
                "Il contient les polices. Ne pas l'éteindre avant de les avoir copiées.",
            ),
        ),
    ),
)

RESOLVED = (
    Story(
        ("Mailbox full, nothing arrives", "Boîte pleine, plus rien n'arrive"),
        (
            "Customers tell us that their mails come back. The mailbox of the front desk is full.",
            "Des clients nous disent que leurs courriels reviennent. La boîte de l'accueil est"
            " pleine.",
        ),
        *("hotel", INCIDENT, HIGH, SUPPORT, DAY, None, "alice"),
        (
            "start",
            reply(
                "I have doubled the space and moved the attachments of last year to the archive.",
                "J'ai doublé l'espace et archivé les pièces jointes de l'an dernier.",
            ),
            "resolve",
        ),
        5 * HOUR,
    ),
    Story(
        ("Till drawer does not open", "Le tiroir-caisse ne s'ouvre pas"),
        (
            "The drawer of till 2 stays closed after payment. The key works.",
            "Le tiroir de la caisse 2 reste fermé après l'encaissement. La clé fonctionne.",
        ),
        *("lenoir", INCIDENT, NORMAL, SUPPORT, 2 * DAY, None, "chloe"),
        (
            "start",
            reply(
                "The cable of the drawer was in the wrong socket. It opens again.",
                "Le câble du tiroir était dans la mauvaise prise. Il s'ouvre de nouveau.",
            ),
            "resolve",
        ),
        9 * HOUR,
    ),
    Story(
        ("Slow database in the morning", "Base de données lente le matin"),
        (
            "Between eight and nine every search takes half a minute, later it is normal.",
            "Entre huit et neuf heures, chaque recherche prend une demi-minute, ensuite tout est"
            " normal.",
        ),
        *("clinic", INCIDENT, HIGH, NETWORK, 4 * DAY, 4 * HOUR, "david"),
        (
            "start",
            reply(
                "The backup ran into the morning. I have moved it to midnight.",
                "La sauvegarde débordait sur le matin. Je l'ai avancée à minuit.",
            ),
            "resolve",
            customer("Today it was slow again.", "Ce matin c'était de nouveau lent."),
            "reopen",
            note(
                "Backup ended at 2:10. It is something else: look at the nightly import.",
                "Sauvegarde terminée à 2 h 10. C'est autre chose : voir l'import nocturne.",
            ),
        ),
    ),
    Story(
        ("Two-factor codes are not accepted", "Les codes à deux facteurs sont refusés"),
        (
            "The codes of my telephone are refused since the time changed.",
            "Les codes de mon téléphone sont refusés depuis le changement d'heure.",
        ),
        *("print", INCIDENT, NORMAL, SUPPORT, 30 * HOUR, None, "david"),
        (
            "start",
            reply(
                "The clock of your telephone was four minutes late: automatic time cures it.",
                "L'horloge du téléphone retardait de quatre minutes : voir l'heure automatique.",
            ),
            "resolve",
        ),
        3 * HOUR,
    ),
)

OPEN = LATE + SOON + LATER + UNDATED + RESOLVED
