# Answers ping.csx, which tells how to start both. None ends the game.

while (ball := ws.fetch("ping")) is not None:
    ws.store("pong", -ball)
