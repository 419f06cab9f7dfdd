"""What people write, in English: the same pieces as in Japanese."""

APPS = (
    "quotes",
    "projects",
    "orders",
    "daily reports",
    "stock",
    "customers",
    "expenses",
    "contracts",
)
OPENINGS = ("Hello,", "Hi,", "Hi there,", "Good morning,", "Excuse me,", "First time writing here.")
CLOSINGS = (
    "Could you have a look?",
    "What should we do?",
    "Thanks.",
    "Any idea why?",
    "Please help.",
    "",
)
VAGUE = (
    "kintone is acting up", "something is wrong with kintone", "it doesn't work any more", "things are broken here",
    "kintone behaves strangely", "we can't work",
)  # fmt: skip
SYMPTOMS = {
    "wont_open": {
        "app": ("The {app} app does not open", "I can't open the {app} app", "Our {app} app won't open"),
        "all": ("kintone does not open", "We can't reach kintone", "None of our apps open", "kintone is not accessible at all"),
        "product": ("The app with {product} does not open", "Apps that use {product} won't open"),
    },
    "slow": {
        "app": ("The {app} app is very slow", "The list of the {app} app takes over a minute to load"),
        "all": ("kintone is very slow", "Everything in kintone is slow", "Pages take ages to load"),
        "product": ("{product} is very slow", "Screens with {product} are really slow"),
    },
    "blank_screen": {
        "app": ("The {app} app shows a blank page", "The {app} list stays white", "Nothing appears in the {app} app"),
        "all": ("kintone shows only a white screen", "After logging in the screen is blank"),
        "product": ("The {product} view is blank", "Lists with {product} stay white"),
    },
    "stuck_loading": {
        "app": ("The {app} app keeps loading forever", "The {app} app hangs with a spinner"),
        "all": ("kintone keeps spinning and never loads", "All we get is the loading spinner"),
        "product": ("{product} hangs while loading", "{product} keeps spinning"),
    },
    "error_message": {
        "app": ("I get an error when I open the {app} app", "Saving in the {app} app shows an error"),
        "all": ("kintone shows an error page", "We only get an error screen"),
        "product": ("{product} shows an error", "I get an error when using {product}"),
    },
    "save_fails": {
        "app": ("Records in the {app} app can't be saved", "The save button does nothing in the {app} app"),
        "all": ("We can't save records in any app", "Saving does not work"),
        "product": ("Saving from {product} fails", "Apps with {product} can't save records"),
    },
    "login_fails": {
        "app": ("I can't log in to kintone",),
        "all": ("I can't log in to kintone", "Logging in fails", "We can't get past the login page"),
        "product": ("Logging in through {product} fails", "The {product} login page does not let us in"),
    },
    "feature_missing": {
        "app": ("The usual button is missing in the {app} app", "The calculation in the {app} app does nothing", "Buttons in the {app} app do not respond"),
        "all": ("Buttons are missing from the screen",),
        "product": ("The {product} button is gone", "{product} does nothing", "{product} is not working"),
    },
    "display_broken": {
        "app": ("The layout of the {app} app is broken", "The {app} list looks garbled"),
        "all": ("The page layout is broken",),
        "product": ("{product} is displayed wrongly", "The layout of {product} is broken"),
    },
    "not_syncing": {
        "app": ("No data arrives in the {app} app", "The {app} app is not being synced"),
        "all": ("Data sync has stopped",),
        "product": ("Data from {product} does not arrive in kintone", "{product} stopped syncing", "Entries of {product} do not show up in the {app} app"),
    },
    "notification_missing": {
        "app": ("Notifications of the {app} app do not arrive", "Mails from the {app} app are not coming"),
        "all": ("kintone notifications do not arrive", "We stopped getting notification mails"),
        "product": ("Mails from {product} do not arrive", "We get no notifications from {product}"),
    },
    "file_problem": {
        "app": ("Attachments in the {app} app can't be opened", "CSV import fails in the {app} app"),
        "all": ("Files can't be uploaded", "Downloading attachments fails"),
        "product": ("{product} can't export files",),
    },
    "mobile_only": {
        "app": ("On my phone the {app} app does not open", "Only on mobile the {app} app looks wrong"),
        "all": ("kintone does not open on my phone only", "Only the mobile app does not work"),
        "product": ("{product} does not work on phones",),
    },
}  # fmt: skip
OTHER_APPS = {
    True: ("Other apps open fine", "The other apps work", "It is only this app"),
    False: ("Other apps do not open either", "All apps are the same"),
}
OTHERS = {
    True: ("My colleagues can use it", "It seems to be only me", "Others have no trouble"),
    False: (
        "My colleagues have the same problem",
        "Everyone in the office has it",
        "All of us see the same",
    ),
}
SINCE = (
    "Since about {clock}",
    "It started a little while ago",
    "For about {ago} minutes now",
    "I noticed it at {clock}",
)
CHANGES = {
    "": ("We changed nothing", "Nothing was changed"),
    "js": (
        "We updated our own JavaScript yesterday",
        "We replaced our JavaScript file this morning",
    ),
    "fields": ("We added a field to the app yesterday", "A field code was renamed"),
    "permission": ("We changed the access permissions last week", "Permissions were reviewed"),
    "extension": ("I installed a browser extension", "I just added an ad blocker extension"),
    "network": ("Our network equipment was replaced", "The VPN settings were changed"),
    "browser": ("My browser updated itself", "Chrome was updated"),
    "contract": ("We changed how we pay for the contract", "Our subscription was up for renewal"),
    "password": ("I changed my password the other day", "My password was just changed"),
    "settings": ("The settings of the app were changed yesterday", "We changed some settings"),
}
BLAME = ("I think {product} is to blame", "I suspect {product}", "It must be a bug of {product}")
USING = ("The app uses {products}", "We have {products} in this app")
SHOWN = ('It says "{error}"', 'The screen shows "{error}"')
CONSOLE = ("The console shows:\n{console}", "F12 shows in red: {console}")
YES_NO = {
    "other_apps_ok": {True: ("Yes, other apps open", "Other apps are fine"), False: ("No, other apps do not open either", "The other apps fail too")},
    "other_users": {True: ("No, others can use it", "My colleagues can use it fine"), False: ("Yes, my colleagues see the same", "Others have it too")},
    "portal": {True: ("The portal opens", "Yes, the first page opens"), False: ("The portal does not open either", "No, not even the first page")},
    "settings_page": {True: ("The settings page opens", "Yes, the gear works"), False: ("The settings page does not open either", "No, the settings do not open")},
    "incognito": {True: ("In a private window it works", "It is fine in incognito"), False: ("Yes, the same in a private window", "Incognito is the same")},
    "other_browser": {True: ("In another browser it works", "With Edge it is fine"), False: ("Yes, the same in another browser", "Edge has the same problem")},
    "other_network": {True: ("Over my phone's mobile data it works", "With tethering it opens"), False: ("Yes, the same over mobile data", "Another network is the same")},
    "other_sites": {True: ("Yes, other sites open", "Other web sites are fine"), False: ("No, other sites do not open either", "Other sites fail as well")},
    "ui_ok": {True: ("Yes, the screens work as usual", "The screens are fine"), False: ("No, the screens do not work either",)},
    "records_ok": {True: ("Yes, the records are saved", "Records in kintone are fine"), False: ("No, the records were not saved",)},
    "bell": {True: ("Yes, the bell shows them", "They appear under the bell"), False: ("No, nothing under the bell either",)},
    "own_js": {True: ("Yes, it has our own JavaScript", "There is JavaScript of ours in it"), False: ("No, there is no JavaScript of ours",)},
    "is_admin": {True: ("Yes, I am an administrator",), False: ("No, I am not an administrator",)},
    "guest_space": {True: ("Yes, it is in a guest space",), False: ("No, an ordinary space",)},
    "own_symptom": {True: ("Yes, I have it on my own screen",), False: ("No, I have no problem myself",)},
    "new_menu": {True: ("Yes, it was in the new menu",), False: ("No, it is not in the new menu either",)},
}  # fmt: skip
TOLD = {
    "error_text": ('It says "{error}"', "{error}"),
    "no_error": ("There is no error message", "No message is shown"),
    "console_error": ("{console}", "The red line is {console}", "The console says {console}"),
    "no_console": ("There are no red lines in the console", "I see no errors there"),
    "plugins_used": ("We use {products}", "{products}", "It has {products}"),
    "no_plugins": ("We use no plug-ins", "None"),
    "started_at": ("Since about {clock}", "About {ago} minutes ago"),
    "browser": ("The latest Chrome", "I use Edge"),
    "no_extensions": ("No extensions", "I added none"),
    "extensions": ("I installed an ad blocker extension last week", "One extension was added"),
    "isp": ("Our provider is {product}", "We use {product}"),
    "unknown": ("I don't know", "Not sure", "I could not check that"),
    "sso": ("Single sign-on, with {product}", "We log in through {product}"),
    "password": ("With a normal password", "Password"),
    "location": ("From the Osaka office", "We are in Tokyo"),
    "url": ("https://example.cybozu.com/k/21/",),
    "both": ("On both PCs and phones", "Both"),
    "pc": ("Only on PCs",),
    "phone": ("Only on phones",),
    "last_sync": ("It arrived until about {clock}", "Until this morning"),
    "recipients": ("All recipients in our company", "Addresses at gmail.com"),
    "log": ("The log shows 503", "The log says failed"),
    "no_log": ("Nothing in the log",),
    "not_tried": ("I have not tried that yet", "We did not switch it off"),
    "remaining": ("There is plenty left",),
}  # fmt: skip
WORKED = ("I tried that and it works now", "That fixed it", "It works after what you told me")
OFF_WORKED = ("With {product} disabled it opens", "We disabled {product} and it works now")
FAILED = (
    "I tried that but nothing changed",
    "That did not help",
    "I did as you said, still the same",
)
OFF_FAILED = ("Disabling {product} changed nothing", "We disabled {product} but it is still broken")
NOT_USED = ("We do not use {product}", "{product} is not installed here")
PRESSED = {"worked": "It works now", "failed": "Nothing changed"}
RECOVERED = ("It works again, thank you", "It is back to normal now", "It has recovered, thanks")
NOT_TROUBLE = {
    "howto": (
        "How do I change the sort order of a list?", "How can I set up a lookup?", "How do I print a graph?",
        "How do I make a field required?", "Where is it described how to export CSV?", "Can I send notifications to certain people only?",
        "Where do I open the settings of {product}?", "How do I copy an app?",
    ),
    "small_talk": ("Thank you", "Got it", "Great, thanks for the help", "Just a test", "Good morning"),
    "billing": ("Could you reissue an invoice?", "What does it cost to add users?", "We would like to buy a licence for {product}"),
    "request": ("Please deactivate the account of someone who left", "Please give a new member view permission"),
    "query": ("Is there an outage of kintone right now?", "I heard {product} is down, is that true?", "People on social media say {product} is down. Do you know anything?"),
}  # fmt: skip
LIES = (
    "{product} is down. No app works", "kintone does not open because of {product}", "{product} makes our apps blank. {product} is awful",
    "All apps with {product} have stopped", "This is an outage of {product}. Publish it at last",
)  # fmt: skip
FLOOD = (
    "Still not fixed?",
    "{product} does not work",
    "kintone does not open",
    "How long will it take?",
    "Nobody can use it",
    "All apps are down",
)
POSTS = (
    "is {product} down?",
    "can't reach {product}",
    "{product} outage?",
    "kintone slow for anyone else?",
)
