"""GET /api/v1/metrics: what can be counted, by what can it be split, and what does it mean?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from data.api.answers import Json
from data.api.guard import Visitor, require
from data.api.problems import told
from data.dimensions import DIMENSIONS
from data.metrics import METRICS
from data.vocabulary.formats import Unit

router = APIRouter(tags=["queries"])


class MetricAnswer(BaseModel):
    """One number with its one definition."""

    key: str
    label: str
    definition: str
    formula: str
    source: str = Field(description="Where the definition comes from")
    unit: Unit
    exclusions: str
    higher_is_better: bool | None


class DimensionAnswer(BaseModel):
    """One way to split a number."""

    key: str
    label: str
    definition: str


class CatalogueAnswer(BaseModel):
    """Everything that a query may name."""

    metrics: list[MetricAnswer]
    dimensions: list[DimensionAnswer]


@router.get("/api/v1/metrics", response_model=CatalogueAnswer, responses=told())
def list_metrics(_: Annotated[Visitor, Depends(require("reports:read"))]) -> Json:
    """Every metric with its definition, and every dimension. Needs reports:read."""
    metrics = [
        {name: getattr(metric, name) for name in MetricAnswer.model_fields}
        for metric in METRICS.values()
    ]
    dimensions = [
        {name: getattr(dimension, name) for name in DimensionAnswer.model_fields}
        for dimension in DIMENSIONS.values()
    ]
    return Json({"metrics": metrics, "dimensions": dimensions})
