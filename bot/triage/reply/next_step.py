"""Which text answers what is to be done next: by what is still to be tried, and what was done already."""

from bot.triage.reply.scene import Scene, SceneText

_OFF = "disable_plugin:"


def next_step(scene: Scene) -> SceneText:
    """By what is still to be tried, and what was done or handed over already."""
    if scene.is_over:
        return SceneText("over")
    if scene.conversation.switched_off():
        return SceneText("off")
    if product := _still_to_switch_off(scene):
        return SceneText("try", {"product": product})
    if scene.conversation.ticket:
        return SceneText("ticket")
    return SceneText("open" if scene.conversation.advised else "person")


def _still_to_switch_off(scene: Scene) -> str:
    """The name of what they were last advised to switch off and have not tried; "" when there is none."""
    tried = {t.advice for t in scene.conversation.trials}
    advised = [a.advice for a in scene.conversation.advised if a.advice.startswith(_OFF)][-1:]
    products = (scene.facts.catalogue.get(a.removeprefix(_OFF)) for a in advised if a not in tried)
    return next((p.name for p in products if p), "")
