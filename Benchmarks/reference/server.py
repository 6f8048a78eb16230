"""GET /recommend/USER?top_k=10 over HTTP/1.1: FastAPI on uvicorn, with uvloop and httptools."""

import os

import stack
from fastapi import FastAPI, HTTPException

app = FastAPI()
model = stack.load(os.environ["REFERENCE_RESULTS"])


@app.get("/recommend/{user_id}")
async def recommend(user_id: int, top_k: int = 10):
    if not 1 <= user_id <= stack.USERS:
        raise HTTPException(404, "unknown user")
    items, scores = model.recommend(user_id - 1, top_k)
    return {
        "user_id": user_id, "recommendations": (items + 1).tolist(), "scores": scores.tolist(), "status": "success"}
