"""The columns of other languages than English and Chinese, by our field: German, French, Spanish, Italian, Dutch,
Portuguese and Japanese; further Chinese ones; and what deals' stages are called there.
"""

from collections.abc import Mapping

Words = Mapping[str, str]

PERSON: Words = {
    "name": "vollständiger name, ansprechpartner, kontakt, kontaktname, kontaktperson, nom complet, "
    "nom du contact, interlocuteur, nombre completo, nombre del contacto, contacto, persona de contacto, "
    "nome completo, nominativo, contatto, referente, volledige naam, contactpersoon, naam, contato, "
    "nome do contato, 氏名, 名前, お名前, 連絡先名, 联络人, 联络人姓名, 客户联系人姓名, nom, nombre, nome",
    "first": "vorname, prénom, prenom, voornaam, primeiro nome, nombre de pila",
    "last": "nachname, familienname, nom de famille, apellido, apellidos, cognome, achternaam, sobrenome, apelido",
    "email": "e mail adresse, emailadresse, mailadresse, adresse e mail, adresse email, courriel, "
    "adresse de messagerie, correo, correo electrónico, correo electronico, e mailadres, emailadres, "
    "indirizzo email, indirizzo e mail, posta elettronica, endereço de e mail, メールアドレス, メール, "
    "eメール, 电子信箱, 电邮地址, 电子邮箱地址, 电子邮件地址, 联系人邮箱",
    "phone": "telefon, telefonnummer, rufnummer, festnetz, téléphone, numéro de téléphone, tél, "
    "téléphone fixe, teléfono, número de teléfono, telefono, telefoon, telefoonnummer, telefone, "
    "電話番号, 电话番号, 联系人电话, 公司座机, 联络电话, 客户电话",
    "mobile": "handy, handynummer, mobil, mobiltelefon, mobilnummer, portable, téléphone portable, "
    "téléphone mobile, móvil, teléfono móvil, celular, cellulare, mobiel, mobiele telefoon, "
    "mobiel nummer, telemóvel, 携帯電話, 携帯, 携帯番号, 移动手机, 联系人手机, 联系人手机号, 联络手机, "
    "行动电话, 联系手机号",
    "title": "funktion, stelle, berufsbezeichnung, fonction, poste, intitulé du poste, cargo, puesto, "
    "ruolo, qualifica, posizione, functie, functietitel, função, 役職, 肩書, 岗位名称, 职务名称, 职位名称",
    "created": "erstelldatum, erstellt am, erstellt, angelegt am, anlagedatum, date de création, "
    "créé le, fecha de creación, fecha de alta, creado el, data di creazione, data creazione, creato il, "
    "aanmaakdatum, aangemaakt op, data de criação, criado em, 作成日, 登録日, 登记日期, 登记时间, 建立日期, "
    "建立时间, 新建时间, 新增时间",
}
DEAL: Words = {
    "deal": "verkaufschance name, name der verkaufschance, opportunity titel, negócio, negociação, nome do negócio, "
    "szansa sprzedaży, szansa, titre, titel, título, titolo, geschäft, geschäftsname, verkaufschance, projektname, projekt, auftrag, affaire, nom de l'affaire, "
    "nom de la transaction, opportunité, nom de l'opportunité, negocio, nombre del negocio, oportunidad, "
    "nombre de la oportunidad, opportunità, nome opportunità, trattativa, nome trattativa, deal naam, "
    "verkoopkans, oportunidade, nome da oportunidade, 商談名, 案件名, 商机标题, 商机主题, 机会主题, "
    "项目标题",
    "amount": "gesamtbetrag, gesamtwert, valor total, importe total, montant total, totale, totaal, kwota, wartość, betrag, wert, volumen, auftragswert, auftragssumme, dealwert, umsatz, montant, valeur, "
    "montant de la transaction, "
    "importe, valor, monto, importo, valore, bedrag, waarde, montante, 受注金額, 見込金額, 预估金额, "
    "商机预计金额, 合同总额, 合同总金额, 报价金额, 项目金额, 预计合同金额, 商机总额, 预计成交金额",
    "currency": "währung, waehrung, devise, moneda, divisa, valuta, moeda, 通貨, 币别, 货币类型",
    "stage": "phase, dealphase, deal phase, verkaufsphase, vertriebsphase, étape, "
    "phase de la transaction, etapa, etapa del negocio, fase, フェーズ, 商談フェーズ, ステージ, 阶段名称, "
    "销售进程, 跟进阶段",
    "status": "statut, estado, stato",
    "close": "schließdatum, schlussdatum, voraussichtliches schließdatum, previsão de fechamento, data zamknięcia, "
    "planowana data zamknięcia, verwachte afsluitdatum, afsluitdatum, abschlussdatum, erwartetes abschlussdatum, voraussichtliches abschlussdatum, abschluss geplant, "
    "geplanter abschluss, abschluss, "
    "date de clôture, date de fermeture, date de clôture prévue, fecha de cierre, fecha de cierre prevista, "
    "data di chiusura, data chiusura, data chiusura prevista, sluitingsdatum, verwachte sluitingsdatum, "
    "data de fechamento, data de fecho, 完了予定日, クローズ日, 受注予定日, 預計成交日, 预计成单日期, "
    "预计成单时间, 预计签约时间, 预计成交日, 预计结束日期, 签约时间, 成交时间, expected closing",
    "reason": "verlustgrund, motif de perte, motivo de pérdida, 失注理由",
}
COMPANY: Words = {
    "company": "accountname, account name, nazwa firmy, klient, unternehmen, unternehmensname, name des unternehmens, firma, firmenname, kunde, "
    "kundenname, société, entreprise, nom de l'entreprise, nom de la société, raison sociale, compte, "
    "nom du compte, empresa, nombre de la empresa, compañía, cliente, razón social, azienda, "
    "ragione sociale, società, nome azienda, bedrijf, bedrijfsnaam, klant, organisatie, nome da empresa, "
    "会社名, 会社, 企業名, 取引先, 取引先名, 顧客名, 客户全称, 所在公司, 公司名, 客户单位, 所属单位, "
    "所属企业, 机构名称, 公司简称, 客户简称",
    "industry": "branche, secteur, secteur d'activité, industria, settore, 業種, 行业类别",
    "website": "webseite, webadresse, site web, site internet, sitio web, página web, sito web, ウェブサイト",
}
COMMON: Words = {
    "id": "datensatz id, kundennummer, identifiant, 联系人编号",
    "owner": "inhaber, zuständig, betreuer, deal inhaber, kontaktinhaber, vertriebsmitarbeiter, "
    "propriétaire, propriétaire du contact, responsable, commercial, propietario, vendedor, proprietario, "
    "responsabile, eigenaar, responsável, proprietário, 担当営業, 商談所有者, 业务负责人, 商机负责人, "
    "跟进人员, 业务人员",
    "note": "notiz, notizen, bemerkung, bemerkungen, beschreibung, kommentar, remarque, remarques, "
    "commentaire, nota, notas, observaciones, comentarios, descripción, descrizione, opmerking, "
    "opmerkingen, observações, メモ, 備考, 附注",
    "country": "land, pays, país, paese, 国别",
}
STAGES: Words = {
    "lead": "neu, interessent, erstkontakt, nouveau, prospect, nuevo, prospecto, nuovo, nieuw, novo, 新規, "
    "見込み, 初次接触, 前期接触",
    "qualified": "qualifiziert, bedarfsanalyse, qualifié, qualification, calificado, cualificado, "
    "qualificato, gekwalificeerd, qualificado, ヒアリング, 需求挖掘, 需求明确",
    "proposal": "angebot, angebot erstellt, angebot gesendet, proposition, devis, devis envoyé, "
    "propuesta, presupuesto, proposta, offerta, preventivo, offerte, voorstel, orçamento, 提案中, 見積, "
    "见积, 见积提出, 方案阶段, 方案确认, 报价阶段",
    "negotiation": "verhandlung, in verhandlung, négociation, en négociation, negociación, trattativa, "
    "negoziazione, onderhandeling, negociação, 交渉, 交渉中, 谈判阶段, 商务阶段, 合同阶段",
    "won": "gewonnen, abgeschlossen gewonnen, gagné, gagnée, conclu, ganado, ganada, cerrado ganado, "
    "vinto, vinta, gewonnen deal, ganho, ganha, fechado, 受注, 成約, 成约, 已签单, 成单",
    "lost": "verloren, abgeschlossen verloren, perdu, perdue, perdido, perdida, cerrado perdido, perso, "
    "persa, 失注, 丢失, 败单",
}
