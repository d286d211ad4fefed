-- The tables and views of signout.sqlite. A table is explained by the remarks after its opening
-- bracket, a column by the remark after it: they stay in the file (`.schema` shows them), and
-- become the descriptions in metadata.json.

create table meta (
    -- What this file is: service, edition, api_version, licence, licence_url, attribution, site.
    key text primary key not null, -- The name of the fact.
    value text -- The fact; null if there is none, as for a site without an address.
);

create table languages (
    -- The languages in which labels are known.
    code text primary key not null, -- The language's code: es-419.
    name text not null -- The language's own name for itself.
);

create table kinds (
    -- Kinds of device, in the order of the catalogue.
    id text primary key not null, -- The kind's id.
    name text not null -- The kind in the plural, as a heading.
);

create table keys (
    -- Buttons on remotes, gamepads and keyboards.
    id text primary key not null, -- The key's id.
    name text not null -- What is usually printed on it; device_keys has other names for it.
);

create table sources (
    -- Pages that back what is said.
    id text primary key not null, -- The source's id.
    url text not null, -- Its address.
    title text not null, -- Its title, as the page gives it.
    publisher text not null, -- Who publishes it.
    tier text not null -- How good it is; official is best, blog is weak.
        check (tier in ('official', 'official-mirror', 'press', 'howto', 'repost', 'blog')),
    origin text, -- For a copy: whose page it copies.
    date text, -- The date on the page, as exact as it is known: 2024-03-18, March 2024, 2024.
    language text not null, -- The language of the page.
    note text -- What one should know of the page.
);

create table labels (
    -- Words or icons on screens; their words in each language stand in label_words.
    id text primary key not null, -- The label's id.
    text text not null, -- The usual words in English.
    icon integer not null -- 1 if the screen shows a picture in place of words.
        check (icon in (0, 1)),
    means text, -- The id of the concept, or of another label, that it means the same as.
    does text -- What selecting it does, if no screen says so.
);

create table label_words (
    -- The words of labels in every language, exactly as screens show them.
    label text not null references labels (id), -- The label.
    language text not null references languages (code), -- The language.
    number integer not null -- 1 for the usual wording in that language, then other wordings.
        check (number >= 1),
    text text not null, -- The words.
    formerly integer not null -- 1 if only older versions show these words.
        check (formerly in (0, 1)),
    official integer not null -- 1 if an official page shows the label in that language.
        check (official in (0, 1)),
    primary key (label, language, number)
) without rowid;
create index label_words_by_text on label_words (text);

create table label_sources (
    -- The pages that show a label.
    label text not null references labels (id), -- The label.
    source text not null references sources (id), -- The page.
    primary key (label, source)
) without rowid;

create table concepts (
    -- Words of ours that are explained.
    id text primary key not null, -- The concept's id.
    name text not null, -- The word.
    means text not null, -- What it is.
    is_not text -- What people take it for, but it is not.
);

create table everyday (
    -- What people say for our words.
    ours text not null, -- Our word, with hyphens for spaces.
    theirs text not null, -- What people say, type or misspell.
    primary key (ours, theirs)
) without rowid;

create table families (
    -- Interfaces that many devices share.
    id text primary key not null, -- The family's id.
    name text not null, -- What we call it.
    tell text, -- By what one tells it from other interfaces.
    no_fallback text -- Why there is no second way, if there is none.
);

create table impostors (
    -- Labels that look like a sign-out and are none.
    family text not null references families (id), -- The interface that shows it.
    label text not null references labels (id), -- The label that people take for it.
    does text not null, -- What it really does.
    primary key (family, label)
) without rowid;

create table devices (
    -- Things someone owns, in the order of the catalogue.
    id text primary key not null, -- The device's id.
    name text not null, -- Its name, as people know it.
    kind text not null references kinds (id), -- Its kind.
    input text not null -- What it is worked with.
        check (input in ('remote', 'gamepad', 'touch', 'pointer')),
    also text not null, -- Other names that people type or say, with commas; singly in device_names.
    models text not null, -- Names and numbers of models, with commas; singly in device_names.
    confidence text -- How sure we are of its main route; null if it has none.
        check (confidence in ('high', 'medium', 'low', 'inferred')),
    no_sign_out text, -- Why it has no sign-out of its own; the table remote has the way then.
    retired_since text -- The day from which the service no longer runs on it.
        check (retired_since is date(retired_since)),
    retired text, -- What ended, and what an owner still can do.
    changed text -- The day on which what is said of it last changed or was checked, if known.
        check (changed is date(changed)),
    page text not null, -- The address of its page.
    search_id integer not null unique -- Its row in search.
);
create index devices_by_kind on devices (kind);

create table device_names (
    -- All names by which a device may be found.
    device text not null references devices (id), -- The device.
    what text not null -- name: its own; also: another that people say; model: printed on it.
        check (what in ('name', 'also', 'model')),
    name text not null, -- The name.
    primary key (device, what, name)
) without rowid;
create index device_names_by_name on device_names (name);

create table device_keys (
    -- Keys that a device calls by another name.
    device text not null references devices (id), -- The device.
    key text not null references keys (id), -- The key.
    name text not null, -- What the device calls it.
    primary key (device, key)
) without rowid;

create table device_labels (
    -- The labels that one meets on a device's routes.
    device text not null references devices (id), -- The device.
    label text not null references labels (id), -- The label.
    primary key (device, label)
) without rowid;
create index device_labels_by_label on device_labels (label);

create table device_sources (
    -- All pages that back something said of a device.
    device text not null references devices (id), -- The device.
    source text not null references sources (id), -- The page.
    primary key (device, source)
) without rowid;
create index device_sources_by_source on device_sources (source);

create table interfaces (
    -- The interfaces that a device may show.
    device text not null references devices (id), -- The device.
    id text not null, -- The interface's id on this device.
    number integer not null -- 1 for the likeliest.
        check (number >= 1),
    family text not null references families (id), -- Its family.
    tell text, -- By what one tells it from the other interfaces of this device.
    primary key (device, id)
) without rowid;
create index interfaces_by_family on interfaces (family);

create table interface_sources (
    -- The pages that show an interface on this very device.
    device text not null, -- The device.
    interface text not null, -- The interface.
    source text not null references sources (id), -- The page.
    primary key (device, interface, source),
    foreign key (device, interface) references interfaces (device, id)
) without rowid;

create table ways (
    -- Ways to sign out, in words: all devices that word a route alike share one.
    id integer primary key not null, -- The way's number in this edition only.
    family text not null references families (id), -- Its family.
    route text not null, -- The id of the route in its family.
    role text not null -- main: to be tried first; fallback: when that does not work.
        check (role in ('main', 'fallback')),
    title text not null, -- The route as a heading.
    when_to_use text, -- For a fallback: when to take it.
    reach text not null, -- How to get to the screen it starts from; may be empty.
    starts_at text not null, -- What that screen looks like.
    done text not null, -- What one sees when one is signed out.
    steps integer not null -- How many steps it has.
        check (steps >= 1)
);

create table way_sources (
    -- The pages that describe a way.
    way integer not null references ways (id), -- The way.
    source text not null references sources (id), -- The page.
    in_part integer not null -- 1 if the page describes only a part of it.
        check (in_part in (0, 1)),
    primary key (way, source)
) without rowid;
create index way_sources_by_source on way_sources (source);

create table steps (
    -- The steps of each way: one thing to do, and what one sees then.
    way integer not null references ways (id), -- The way.
    number integer not null -- Its number, from 1.
        check (number >= 1),
    control text not null, -- What is operated, as screen.control of the family.
    action text not null -- What is done: press keys, select a label, move to a label, enter text.
        check (action in ('press', 'select', 'move', 'enter')),
    says text not null, -- The whole instruction.
    place text, -- Where on the screen it stands.
    enter text, -- What to type.
    note text, -- A word on how to do it.
    screen text not null, -- The id of the screen one sees then.
    sees text not null, -- What that screen looks like.
    dialog integer not null -- 1 if that screen is a question over another one.
        check (dialog in (0, 1)),
    goal integer not null -- 1 if one is signed out there.
        check (goal in (0, 1)),
    search_id integer not null unique, -- Its row in search.
    primary key (way, number)
) without rowid;

create table step_words (
    -- The keys and labels that a step names.
    way integer not null, -- The way.
    step integer not null, -- The step's number.
    use text not null -- words: what to press or select; to: where to move; or: what else it may be.
        check (use in ('words', 'to', 'or')),
    number integer not null -- Its place among those, from 1.
        check (number >= 1),
    key text references keys (id), -- The key, if it is one.
    label text references labels (id), -- The label, if it is one.
    text text not null, -- What the device calls it, in English.
    primary key (way, step, use, number),
    foreign key (way, step) references steps (way, number)
) without rowid;
create index step_words_by_label on step_words (label);

create table routes (
    -- The routes of each interface of each device, and how sure we are of them there.
    device text not null, -- The device.
    interface text not null, -- The interface of the device.
    id text not null, -- The route's id.
    number integer not null -- 1 for the main route.
        check (number >= 1),
    role text not null -- main: to be tried first; fallback: when that does not work.
        check (role in ('main', 'fallback')),
    way integer not null references ways (id), -- What to do.
    confidence text not null -- How sure we are of it on this device.
        check (confidence in ('high', 'medium', 'low', 'inferred')),
    checked_on text -- The day of the last check; null if there was none.
        check (checked_on is date(checked_on)),
    on_device integer -- 1 if it was tried on a device then, 0 if compared with its sources.
        check (on_device in (0, 1) and (on_device is null) = (checked_on is null)),
    checked_by text, -- Who or what checked it.
    changed_since integer -- 1 if the route has changed since the check.
        check (changed_since in (0, 1) and (changed_since is null) = (checked_on is null)),
    fingerprint text not null, -- Letters that change when anything one does or sees on it changes.
    primary key (device, interface, id),
    foreign key (device, interface) references interfaces (device, id)
) without rowid;
create index routes_by_way on routes (way);

create table remote (
    -- How to sign out without being near the device: the routes of the account page.
    reaches text primary key not null -- one device, or all devices.
        check (reaches in ('one device', 'all devices')),
    device text not null, -- The device that stands for the account page.
    interface text not null, -- Its interface.
    route text not null, -- Its route.
    delay text not null, -- How long it takes until a device is signed out.
    foreign key (device, interface, route) references routes (device, interface, id)
);

create table notes (
    -- What to know on a device, about all of it, an interface, a route or a step.
    id integer primary key not null, -- The note's number in this edition only.
    device text not null references devices (id), -- The device.
    interface text, -- The interface, if it is about one.
    route text, -- The route, if it is about one.
    step integer, -- The number of the step, if it is about one.
    text text not null, -- The note.
    foreign key (device, interface) references interfaces (device, id),
    foreign key (device, interface, route) references routes (device, interface, id)
);
create index notes_by_device on notes (device);

create table actions (
    -- What can be done on a device outside the service's app: remove the app, reset the device.
    device text not null references devices (id), -- The device.
    id text not null, -- The action's id on this device.
    does text not null, -- What is done: remove-app, clear-data, reset-device and so on.
    title text not null, -- What is done, as a heading.
    when_to_use text, -- For which models or versions.
    path text not null, -- The way there: menu entries, keys or instructions, a line each.
    signs_out integer not null -- 1 if the account is gone from the device afterwards.
        check (signs_out in (0, 1)),
    note text, -- What else one should know before doing it.
    confidence text not null -- How sure we are of it.
        check (confidence in ('high', 'medium', 'low', 'inferred')),
    primary key (device, id)
) without rowid;

create table problems (
    -- Symptoms, the common ones first.
    id text primary key not null, -- The problem's id.
    title text not null, -- The symptom in the words of those who have it.
    symptom text not null, -- What one sees.
    worked text not null, -- How one knows that it worked.
    changed text -- The day on which what is said of it last changed, if known.
        check (changed is date(changed)),
    page text not null, -- The address of its page.
    search_id integer not null unique -- Its row in search.
);

create table problem_names (
    -- How else people put a problem, and what the screen says.
    problem text not null references problems (id), -- The problem.
    what text not null -- also: how people put it; message: what the screen says, exactly.
        check (what in ('also', 'message')),
    text text not null, -- The words.
    primary key (problem, what, text)
) without rowid;

create table device_problems (
    -- Which problems happen on which device.
    device text not null references devices (id), -- The device.
    number integer not null -- Its place among the device's problems, those of its own first.
        check (number >= 1),
    problem text not null references problems (id), -- The problem.
    primary key (device, number)
) without rowid;
create index device_problems_by_problem on device_problems (problem);

create table solutions (
    -- What to try when one has a problem, the likeliest help first.
    problem text not null references problems (id), -- The problem.
    number integer not null -- Its place, from 1.
        check (number >= 1),
    title text not null, -- What to do.
    text text not null, -- Why or when it helps.
    steps text not null, -- How to do it, a line each step; may be empty.
    doubt text, -- What is not certain about it.
    confidence text not null -- How sure we are of it.
        check (confidence in ('high', 'medium', 'low', 'inferred')),
    primary key (problem, number)
) without rowid;

create table solution_sources (
    -- The pages that back a solution.
    problem text not null, -- The problem.
    solution integer not null, -- The solution's number.
    source text not null references sources (id), -- The page.
    primary key (problem, solution, source),
    foreign key (problem, solution) references solutions (problem, number)
) without rowid;

create table checklists (
    -- Lists of things to do.
    id text primary key not null, -- The checklist's id.
    title text not null, -- The list as a heading.
    intro text not null -- Who needs it, and when.
);

create table items (
    -- Things to do; several checklists may have the same.
    id text primary key not null, -- The item's id.
    title text not null, -- What to do.
    text text not null, -- Why it is worth doing.
    how text not null, -- How to do it.
    priority text not null -- now: today; soon: this week; good: a good habit.
        check (priority in ('now', 'soon', 'good')),
    doubt text, -- What is not certain about it.
    confidence text not null -- How sure we are of it.
        check (confidence in ('high', 'medium', 'low', 'inferred'))
);

create table checklist_items (
    -- What stands on a checklist, in order.
    checklist text not null references checklists (id), -- The checklist.
    number integer not null -- Its place, from 1.
        check (number >= 1),
    item text not null references items (id), -- The item.
    primary key (checklist, number)
) without rowid;

create table afterwards (
    -- What to check once one is signed out.
    number integer primary key not null, -- Its place, from 1.
    item text not null references items (id) -- The item.
);

create table item_sources (
    -- The pages that back an item.
    item text not null references items (id), -- The item.
    source text not null references sources (id), -- The page.
    primary key (item, source)
) without rowid;

create table facts (
    -- Facts, in the order they are to be read.
    topic text not null, -- The id of the question they answer.
    number integer not null -- Its place under that question, from 1.
        check (number >= 1),
    title text not null, -- The question or subject.
    text text not null, -- The fact.
    doubt text, -- What is not certain about it.
    confidence text not null -- How sure we are of it.
        check (confidence in ('high', 'medium', 'low', 'inferred')),
    primary key (topic, number)
) without rowid;

create table fact_sources (
    -- The pages that back a fact.
    topic text not null, -- The question.
    fact integer not null, -- The fact's number.
    source text not null references sources (id), -- The page.
    primary key (topic, fact, source),
    foreign key (topic, fact) references facts (topic, number)
) without rowid;

create table changes (
    -- What changed from edition to edition, the newest first.
    date text not null -- The day.
        check (date is date(date)),
    id text not null, -- The change's id, of which there is one on that day.
    what text not null, -- new, changed, checked, retired or removed.
    about text not null, -- Of which kind its subjects are.
    subjects text not null, -- The ids of what it is about, with commas.
    sentence text not null, -- The change, in a sentence.
    primary key (date, id)
) without rowid;

create virtual table search using fts5(
    kind unindexed, id unindexed, title, text, page unindexed,
    tokenize = 'porter unicode61 remove_diacritics 2'
);

create view routes_with_sources as
select
    -- Every route of every device, with the pages that back it.
    routes.device as device, -- The device's id.
    devices.name as device_name, -- Its name.
    routes.interface as interface, -- The interface's id on the device.
    families.name as interface_name, -- What we call it.
    routes.id as route, -- The route's id.
    routes.role as role, -- main or fallback.
    ways.title as route_title, -- The route as a heading.
    routes.confidence as confidence, -- How sure we are of it on this device.
    routes.checked_on as checked_on, -- The day of the last check.
    case routes.on_device when 1 then 'tried on a device' when 0 then 'compared with its sources'
        end as checked_how, -- How it was checked.
    routes.changed_since as changed_since, -- 1 if it has changed since.
    sources.id as source, -- The page's id.
    sources.publisher as publisher, -- Who publishes it.
    sources.tier as tier, -- How good it is.
    way_sources.in_part as in_part, -- 1 if it describes only a part of the route.
    sources.url as url, -- Its address.
    devices.page as page -- The address of the device's page.
from routes
join devices on devices.id = routes.device
join ways on ways.id = routes.way
join families on families.id = ways.family
join way_sources on way_sources.way = routes.way
join sources on sources.id = way_sources.source;

create view steps_in_order as
select
    -- Every step of every route of every device, in the order to do them. A device that has no
    -- sign-out of its own is there with the steps on the account page.
    device, -- The device's id.
    device_name, -- Its name.
    interface, -- The interface's id on the device; null for the account page.
    interface_name, -- What we call the interface.
    route, -- The route's id.
    role, -- main, fallback, or remote for the account page.
    route_title, -- The route as a heading.
    when_to_use, -- When to take it.
    step, -- The step's number, from 1.
    action, -- press, select, move or enter.
    says, -- What to do.
    sees, -- What one sees then.
    goal, -- 1 if one is signed out then.
    confidence, -- How sure we are of the route on this device.
    page -- The address of the device's page.
from (
    select
        devices.search_id as device_order, interfaces.number as interface_order,
        routes.number as route_order, devices.id as device, devices.name as device_name,
        interfaces.id as interface, families.name as interface_name, routes.id as route,
        routes.role as role, ways.title as route_title, ways.when_to_use as when_to_use,
        steps.number as step, steps.action as action, steps.says as says, steps.sees as sees,
        steps.goal as goal, routes.confidence as confidence, devices.page as page
    from devices
    join interfaces on interfaces.device = devices.id
    join families on families.id = interfaces.family
    join routes on routes.device = devices.id and routes.interface = interfaces.id
    join ways on ways.id = routes.way
    join steps on steps.way = ways.id
    union all
    select
        devices.search_id, 0, 0, devices.id, devices.name, null, families.name, routes.id,
        'remote', ways.title, coalesce(devices.no_sign_out, devices.retired), steps.number,
        steps.action, steps.says, steps.sees, steps.goal, routes.confidence, devices.page
    from devices
    join remote on remote.reaches = 'one device'
    join routes on routes.device = remote.device and routes.interface = remote.interface
        and routes.id = remote.route
    join ways on ways.id = routes.way
    join families on families.id = ways.family
    join steps on steps.way = ways.id
    where not exists (select 1 from interfaces where interfaces.device = devices.id)
)
order by device_order, interface_order, route_order, step;
